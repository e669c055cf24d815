import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { UnixUser } from './postgres-user';
import { readPidFile, readProcess } from './postmaster';

/** Crash recovery after a power cut may replay a lot; a healthy start takes 0.2 s. */
const START_TIMEOUT_MS = 120_000;

export interface GuardedPostgres {
  /** PostgreSQL's own process. */
  pid: number;
  /** Ends when PostgreSQL is gone, for whatever reason. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

export interface StartGuardInput {
  binary: string;
  args: string[];
  dataDir: string;
  logFile: string;
  user: UnixUser | null;
}

async function readFrom(file: string, offset: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return '';
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read({ buffer: Buffer.alloc(size - offset), position: offset });
    return buffer.toString('utf8');
  } finally {
    await handle.close();
  }
}

async function sizeOf(file: string): Promise<number> {
  const handle = await open(file, 'a', 0o600);
  const { size } = await handle.stat();
  await handle.close();
  return size;
}

/** Lets the process end while PostgreSQL still runs: the guard then shuts it down. */
function detach(guard: ChildProcess): void {
  guard.unref();
  for (const stream of guard.stdio) if (stream instanceof Socket) stream.unref();
}

/**
 * Starts PostgreSQL under its guard and waits until it takes connections.
 * @returns the running server, or what it said before it gave up.
 */
export async function startGuard(
  input: StartGuardInput,
): Promise<{ started: GuardedPostgres } | { failed: string }> {
  const { binary, args, dataDir, logFile, user } = input;
  const logStart = await sizeOf(logFile);
  const spec = JSON.stringify({ binary, args, user, logFile, ownerPid: process.pid });
  const guard = spawn(
    process.execPath,
    [fileURLToPath(new URL('guard.mjs', import.meta.url)), spec],
    {
      // A session of its own: Ctrl-C in the terminal reaches emailai, which then stops things in order.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
      cwd: '/',
      env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '' },
    },
  );
  let words = '';
  guard.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString('utf8');
  });
  guard.stdin.on('error', () => {});
  const exited = once(guard, 'exit').then(
    () => {},
    (error: Error) => {
      words += error.message;
    },
  );
  let isGone = false;
  void exited.then(() => {
    isGone = true;
  });
  const stop = async () => {
    guard.ref();
    guard.stdin.end();
    await exited;
  };

  const giveUpAt = performance.now() + START_TIMEOUT_MS;
  while (!isGone && performance.now() < giveUpAt) {
    const postmaster = await readPidFile(dataDir);
    // "ready" may be the word of a server that was killed: only a child of this guard counts.
    if (postmaster?.isReady === true) {
      const { pid } = postmaster;
      if ((await readProcess(pid))?.parentPid === guard.pid) {
        detach(guard);
        return { started: { pid, exited, stop } };
      }
    }
    await sleep(25);
  }
  if (!isGone) await stop();
  return { failed: words + (await readFrom(logFile, logStart)) };
}
