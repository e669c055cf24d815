import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const repositoryDir = fileURLToPath(new URL('../..', import.meta.url));
/** The first start in a fresh clone builds the pages and converts the base. */
const START_MS = 300_000;
const STOP_MS = 30_000;
const LOOK_EVERY_MS = 100;
const OUTPUT_KEPT_CHARS = 8_000;

/**
 * The real stack, as `npm run demo` starts it, in folders of its own: PostgreSQL, control plane with built pages,
 * agent, trainer and engine. Answers what stops it again.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  // A fresh demo that somebody started by hand: quicker while writing a spec.
  if (process.env.EMAILAI_E2E_URL !== undefined) return async () => {};
  const stateDir = await mkdtemp(join(tmpdir(), 'emailai-e2e-'));
  const postgresHome = await mkdtemp(join(tmpdir(), 'emailai-e2e-pg-'));
  // Run by root, PostgreSQL runs as a user of its own, who must be able to enter.
  await chmod(postgresHome, 0o711);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'apps/launcher/src/demo.ts', '--port', String(port)],
    {
      cwd: repositoryDir,
      env: { ...process.env, EMAILAI_STATE: stateDir, EMAILAI_PG_HOME: postgresHome },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output = collectOutput(child);
  const stop = async () => {
    await stopChild(child);
    for (const dir of [stateDir, postgresHome]) await rm(dir, { recursive: true, force: true });
  };
  try {
    await untilReady(child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  // Workers are started after this and inherit it.
  process.env.EMAILAI_E2E_URL = `http://localhost:${port}`;
  return stop;
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(-OUTPUT_KEPT_CHARS);
    });
  }
  return () => text;
}

async function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(child, 'exit', { signal }).then(([code]) => `it ended with ${code}`);
  const late = sleep(START_MS, 'it took too long', { signal });
  const ready = (async () => {
    while (!output().includes('emailai runs at')) await sleep(LOOK_EVERY_MS, null, { signal });
    return null;
  })();
  const why = await Promise.race([ended, late, ready]);
  for (const rest of [ended, late, ready]) rest.catch(() => undefined);
  waiting.abort();
  if (why !== null) throw new Error(`The demo did not start: ${why}.\n${output()}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
