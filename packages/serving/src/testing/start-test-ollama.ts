import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 30_000;
const STOP_PATIENCE_MS = 5_000;

export interface TestOllama {
  url: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** The program that `scripts/bootstrap/ollama.mjs` built, or null where there is none. */
export const testOllamaBinary = process.env.EMAILAI_TEST_OLLAMA ?? null;

/** A real Ollama on loopback with an empty store of its own. */
export async function startTestOllama(binary: string): Promise<TestOllama> {
  const home = await mkdtemp(join(tmpdir(), 'emailai-ollama-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['serve'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      OLLAMA_HOST: url,
      OLLAMA_MODELS: join(home, 'models'),
      OLLAMA_MAX_LOADED_MODELS: '3',
    },
  });
  let lastWords = '';
  child.stderr.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-2_000);
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
      await gone;
      clearTimeout(patience);
    }
    await rm(home, { recursive: true, force: true });
  };
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const isReady = await fetch(`${url}/api/version`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return { url, process: child, stop };
    if (child.exitCode !== null || Date.now() > deadlineMs) {
      await stop();
      throw new Error(`Ollama did not start. It said: ${lastWords}`);
    }
    await sleep(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
