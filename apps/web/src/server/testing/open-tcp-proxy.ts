import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  port: number;
  /** Ends every connection, and refuses new ones until `mend`. */
  cut(): void;
  /** Nothing passes any more, either way, and nobody is told: a half-open connection. */
  silence(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Stands between a client and a port on this machine, to break what is between them. */
export async function openTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>();
  let isCut = false;
  let isSilent = false;
  const server = createServer((client) => {
    if (isCut) return client.destroy();
    const target = connect(targetPort, '127.0.0.1');
    const pair: [Socket, Socket] = [client, target];
    pairs.add(pair);
    for (const [from, to] of [pair, [target, client]] as const) {
      from.on('data', (chunk) => {
        if (!isSilent) to.write(chunk);
      });
      from.on('error', () => from.destroy());
      from.on('close', () => {
        // A peer that is gone without a word stays so for the other side.
        if (!isSilent) to.destroy();
        if (client.destroyed && target.destroyed) pairs.delete(pair);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    pairs.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      endAll();
    },
    silence() {
      isSilent = true;
    },
    mend() {
      isCut = false;
      if (isSilent) endAll();
      isSilent = false;
    },
    async close() {
      isCut = true;
      endAll();
      server.close();
      await once(server, 'close');
    },
  };
}
