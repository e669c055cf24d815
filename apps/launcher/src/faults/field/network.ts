import { connect, createServer, type Server, type Socket } from 'node:net';

/** One connection through the network. */
export interface Line {
  /** Breaks it for both ends, as a reset does. */
  cut(): void;
  /** Breaks it for who dialled; the other end believes in it until `cut`, and still gets what `sendOn` brings. */
  loseDialler(): void;
  sendOn(bytes: Buffer): void;
}

/** Sees the bytes of a line and hands on what is to arrive. */
export interface Tap {
  toServer(chunk: Buffer, send: (bytes: Buffer) => void): void;
  toDialler(chunk: Buffer, send: (bytes: Buffer) => void): void;
}

/** A TCP port in front of another that can do what networks do. */
export interface Network {
  readonly port: number;
  /** From now on nothing arrives on either side, and nobody is told; what was sent waits for `resume`. */
  silence(): void;
  resume(): void;
  /** Resets every connection of the moment. */
  cut(): void;
  close(): Promise<void>;
}

const PLAIN: Tap = {
  toServer: (chunk, send) => send(chunk),
  toDialler: (chunk, send) => send(chunk),
};

/** `port` is asked at each dial, for what is behind it may come back elsewhere. */
export async function openNetwork(input: {
  port: () => number;
  tap?: (line: Line) => Tap;
}): Promise<Network> {
  const lines = new Set<{ line: Line; pause(): void; resume(): void }>();
  const waiting = new Set<Socket>();
  let isSilent = false;

  const join = (dialler: Socket) => {
    const upstream = connect({ host: '127.0.0.1', port: input.port() });
    const line: Line = {
      cut() {
        dialler.destroy();
        upstream.destroy();
      },
      loseDialler() {
        dialler.removeAllListeners('close').on('close', () => undefined);
        dialler.destroy();
      },
      sendOn: (bytes) => void upstream.write(bytes),
    };
    const tap = input.tap?.(line) ?? PLAIN;
    const handle = {
      line,
      pause: () => [dialler, upstream].forEach((socket) => void socket.pause()),
      resume: () => [dialler, upstream].forEach((socket) => void socket.resume()),
    };
    lines.add(handle);
    const toUpstream = (bytes: Buffer) => void upstream.write(bytes);
    const toDialler = (bytes: Buffer) => void dialler.write(bytes);
    dialler.on('data', (chunk) => tap.toServer(chunk, toUpstream));
    upstream.on('data', (chunk) => tap.toDialler(chunk, toDialler));
    // What was written still goes out before the end is passed on.
    dialler.on('end', () => upstream.end()).on('close', () => upstream.end());
    upstream
      .on('end', () => dialler.end())
      .on('close', () => {
        dialler.end();
        lines.delete(handle);
      });
    dialler.on('error', () => upstream.destroy());
    upstream.on('error', () => dialler.destroy());
    dialler.resume();
  };

  const server = createServer({ pauseOnConnect: true }, (dialler) => {
    dialler.on('error', () => dialler.destroy());
    if (!isSilent) return join(dialler);
    waiting.add(dialler);
    dialler.once('close', () => waiting.delete(dialler));
  });
  const port = await listenAnywhere(server);

  return {
    port,
    silence() {
      isSilent = true;
      for (const { pause } of lines) pause();
    },
    resume() {
      isSilent = false;
      for (const { resume } of lines) resume();
      for (const dialler of waiting) join(dialler);
      waiting.clear();
    },
    cut() {
      for (const { line } of lines) line.cut();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const { line } of lines) line.cut();
      for (const dialler of waiting) dialler.destroy();
      await closed;
    },
  };
}

function listenAnywhere(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no TCP port'));
      else resolve(address.port);
    });
  });
}
