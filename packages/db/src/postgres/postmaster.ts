import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ProcessInfo {
  parentPid: number;
  command: string;
}

/** What `pid` is at this moment, or `null` where nothing (or only a zombie) has that number. */
export async function readProcess(pid: number): Promise<ProcessInfo | null> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'ppid=,stat=,command=', '-p', String(pid)]);
    const [, parentPid, state, command] = /^\s*(\d+)\s+(\S+)\s+(.*)$/m.exec(stdout) ?? [];
    if (parentPid === undefined || state === undefined || command === undefined) return null;
    return state.startsWith('Z') ? null : { parentPid: Number(parentPid), command };
  } catch {
    return null;
  }
}

export interface Postmaster {
  pid: number;
  port: number;
  /** PostgreSQL's own word: true once it takes connections. */
  isReady: boolean;
}

/** What `postmaster.pid` says (line 1 pid, 4 port, 8 state). It may be stale. */
export async function readPidFile(dataDir: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => null);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3] ?? 0), isReady: lines[7]?.trim() === 'ready' };
}

/** The process behind `postmaster.pid`, if it really is a PostgreSQL of this folder and not another's number. */
export async function findPostmaster(
  dataDir: string,
): Promise<(Postmaster & { process: ProcessInfo }) | null> {
  const postmaster = await readPidFile(dataDir);
  if (postmaster === null) return null;
  const process = await readProcess(postmaster.pid);
  if (process === null) return null;
  const isOurs = /postgres/.test(process.command) && process.command.includes(dataDir);
  return isOurs ? { ...postmaster, process } : null;
}

/** True when `pid` was gone within `timeoutMs`. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs;
  while ((await readProcess(pid)) !== null) {
    if (performance.now() > giveUpAt) return false;
    await sleep(50);
  }
  return true;
}
