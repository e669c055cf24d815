import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';

const READY_WITHIN_MS = 30_000;
const STOP_PATIENCE_MS = 5_000;

export interface TestOllama {
  url: string;
  process: ChildProcess;
  /** Kills it with everything it has started, as a crash of the machine's Ollama would look. */
  kill(): Promise<void>;
  /** Starts it again with the same address and store. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The program that `scripts/bootstrap/ollama.mjs` built, or null where there is none. */
export const testOllamaBinary = process.env.EMAILAI_TEST_OLLAMA ?? null;

/** A real Ollama on loopback with an empty store of its own. */
export async function startTestOllama(binary: string): Promise<TestOllama> {
  const home = await mkdtemp(join(tmpdir(), 'emailai-ollama-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  let child = await serve(binary, home, url);
  return {
    url,
    get process() {
      return child;
    },
    kill: () => end(child, 'SIGKILL'),
    async restart() {
      child = await serve(binary, home, url);
    },
    async stop() {
      await end(child, 'SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function serve(binary: string, home: string, url: string): Promise<ChildProcess> {
  const child = spawn(binary, ['serve'], {
    // Its runners are children of its own and must not outlive it.
    detached: true,
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
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const isReady = await fetch(`${url}/api/version`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return child;
    if (child.exitCode !== null || Date.now() > deadlineMs) {
      await end(child, 'SIGKILL');
      throw new Error(`Ollama did not start. It said: ${lastWords}`);
    }
    await sleep(50);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const group = -child.pid;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(group, signal);
  const patience = setTimeout(() => process.kill(group, 'SIGKILL'), STOP_PATIENCE_MS);
  await gone;
  clearTimeout(patience);
}
