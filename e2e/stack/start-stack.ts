import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repositoryDir = fileURLToPath(new URL('../..', import.meta.url));
/** The first start in a fresh clone builds the pages and converts the base. */
const START_MS = 300_000;
const STOP_MS = 30_000;
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
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The demo did not start: ${why}.\n${output()}`));
    const tooLong = setTimeout(() => fail('it took too long'), START_MS);
    child.once('exit', (code) => fail(`it ended with ${code}`));
    child.once('error', reject);
    const look = () => {
      if (!output().includes('emailai runs at')) return;
      clearTimeout(tooLong);
      child.removeAllListeners('exit');
      resolve();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
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
