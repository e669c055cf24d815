import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

/**
 * A process that cannot be mistaken for a later one with the same number: `startedAt` is what the system says
 * about its start, opaque and compared only.
 */
const processIdentitySchema = z.object({ pid: z.number().int(), startedAt: z.string() });
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** The identity written down in `file`, or `null` where there is none. */
export async function readIdentity(file: string): Promise<ProcessIdentity | null> {
  try {
    return processIdentitySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** The identity of a living process, or `null` where there is none (a zombie counts as none). */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  if (process.platform === 'linux') return identifyByProc(pid);
  if (!signalReaches(pid)) return null;
  if (process.platform === 'win32') return { pid, startedAt: 'unknown' };
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return { pid, startedAt: stdout.trim() };
  } catch {
    return null;
  }
}

export async function isAlive({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(pid))?.startedAt === startedAt;
}

async function identifyByProc(pid: number): Promise<ProcessIdentity | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in brackets and may hold anything; fields 3 and 22 follow it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    if (startTicks === undefined || state === 'Z' || state === 'X') return null;
    return { pid, startedAt: startTicks };
  } catch {
    return null;
  }
}

/** Whether a signal can be sent to `pid`, which proves that something of that number lives. */
function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
