import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One connection through the proxy. */
export interface ProxiedLink {
  /** From now on nothing passes and nobody is told, as where a cable is pulled. */
  freeze(): void;
  /** Ends both halves at once. */
  cut(): void;
  /** Bytes that came from the server so far. */
  readonly receivedBytes: number;
  /** Called with each piece that came from the server, after it was passed on. */
  onReceived: () => void;
  /** Resolves when the server has ended its half. */
  readonly endedByServer: Promise<void>;
}

export interface TcpProxy {
  port: number;
  /** The connection of the moment: the newest. */
  readonly newest: ProxiedLink | null;
  onLink: (link: ProxiedLink) => void;
  close(): Promise<void>;
}

/** A TCP proxy in this process before a port of this machine, whose connections can be broken in every way. */
export async function openProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let newest: ProxiedLink | null = null;
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => sockets.delete(socket));
    }
    newest = join(client, upstream);
    proxy.onLink(newest);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    get newest() {
      return newest;
    },
    onLink: () => undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

function join(client: Socket, upstream: Socket): ProxiedLink {
  let isFrozen = false;
  let receivedBytes = 0;
  const endedByServer = new Promise<void>((resolve) => {
    upstream.once('close', () => resolve());
  });
  const link: ProxiedLink = {
    freeze() {
      isFrozen = true;
    },
    cut() {
      client.destroy();
      upstream.destroy();
    },
    get receivedBytes() {
      return receivedBytes;
    },
    onReceived: () => undefined,
    endedByServer,
  };
  client.on('data', (chunk) => {
    if (!isFrozen) upstream.write(chunk);
  });
  upstream.on('data', (chunk) => {
    if (isFrozen) return;
    receivedBytes += chunk.length;
    client.write(chunk);
    link.onReceived();
  });
  client.once('close', () => {
    if (!isFrozen) upstream.destroy();
  });
  upstream.once('close', () => {
    if (!isFrozen) client.destroy();
  });
  return link;
}
