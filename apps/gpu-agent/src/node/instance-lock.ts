import { randomBytes } from 'node:crypto';
import { link, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess, isAlive, type ProcessIdentity, readIdentity } from './process-identity';
import { writeFileSafely } from './write-file-safely';

export interface InstanceLock {
  release(): Promise<void>;
}

/** Somebody else works in this folder; `holder` is that process. */
export class HomeTakenError extends Error {
  override readonly name = 'HomeTakenError';
  readonly holder: ProcessIdentity;

  constructor(home: string, holder: ProcessIdentity) {
    super(
      `Another agent (process ${holder.pid}) already works in ${home}. Stop it, or give this one a folder of its own with AGENT_HOME.`,
    );
    this.holder = holder;
  }
}

const LOCK_FILE = /^agent\.lock\.(\d+)$/;
const RELEASED = 'released';

/**
 * Makes this process the only agent of `home`. A lock is a numbered file with the pid and start time of its
 * holder, put in place whole by a hard link; the highest number counts. Who finds its holder dead takes the next
 * number, which only one can. The highest is never removed, so no number is ever free twice at the top.
 */
export async function lockHome(home: string): Promise<InstanceLock> {
  const own = await identifyProcess(process.pid);
  if (own === null) throw new Error('This process cannot be found in the process table.');
  const mine = join(home, `.lock-${randomBytes(6).toString('hex')}`);
  await writeFile(mine, JSON.stringify(own), { mode: 0o600 });
  try {
    const number = await takeNumber(home, mine);
    for (const older of await lockNumbers(home)) {
      if (older < number) await rm(lockFile(home, older), { force: true });
    }
    return {
      release: () => writeFileSafely(lockFile(home, number), JSON.stringify(RELEASED)),
    };
  } finally {
    await rm(mine, { force: true });
  }
}

/** The living agent of `home`, if there is one. */
export async function readHolder(home: string): Promise<ProcessIdentity | null> {
  const [highest = 0] = await lockNumbers(home);
  return holderOf(home, highest);
}

async function takeNumber(home: string, mine: string): Promise<number> {
  for (;;) {
    // The number to take follows the very lock whose holder was looked at, not one that has come since.
    const [highest = 0] = await lockNumbers(home);
    const holder = await holderOf(home, highest);
    if (holder !== null) throw new HomeTakenError(home, holder);
    const number = highest + 1;
    if (!(await tryLink(mine, lockFile(home, number)))) continue;
    // Others may have come and gone meanwhile, and tidied away the number that was then free again.
    if ((await lockNumbers(home))[0] === number) return number;
    await rm(lockFile(home, number), { force: true });
  }
}

async function holderOf(home: string, number: number): Promise<ProcessIdentity | null> {
  const holder = await readIdentity(lockFile(home, number));
  return holder !== null && (await isAlive(holder)) ? holder : null;
}

const lockFile = (home: string, number: number) => join(home, `agent.lock.${number}`);

/** Numbers of the locks there are, highest first. */
async function lockNumbers(home: string): Promise<number[]> {
  const names = await readdir(home).catch(() => []);
  return names
    .flatMap((name) => Number(LOCK_FILE.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => b - a);
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
