import { createServer } from 'node:net';
import { Sentence } from '../sentence';

const TRIES = 50;

/** The first free port from `first` on, for a start to which nobody named one. */
export async function findPort(host: string, first: number): Promise<number> {
  for (let port = first; port < Math.min(first + TRIES, 65_536); port += 1) {
    if (await isFree(host, port)) return port;
  }
  throw new Sentence(
    `The ports from ${first} on are all taken. Name a free one with --port NUMBER.`,
  );
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
