import { randomBytes } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess, isAlive, type ProcessIdentity, readIdentity } from './process-identity';

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

/**
 * Makes this process the only agent of `home`. The lock is a file that holds pid and start time, put in place by
 * a hard link so that it is never seen half written; one left by a killed agent is taken over.
 */
export async function lockHome(home: string): Promise<InstanceLock> {
  const lockFile = join(home, 'agent.lock');
  const own = await identifyProcess(process.pid);
  if (own === null) throw new Error('This process cannot be found in the process table.');
  const mine = `${lockFile}.${randomBytes(6).toString('hex')}`;
  await writeFile(mine, JSON.stringify(own), { mode: 0o600 });
  try {
    while (!(await tryLink(mine, lockFile))) {
      const holder = await readIdentity(lockFile);
      if (holder !== null && (await isAlive(holder))) throw new HomeTakenError(home, holder);
      await setAside(lockFile, holder);
    }
  } finally {
    await rm(mine, { force: true });
  }
  return {
    async release() {
      const holder = await readIdentity(lockFile);
      if (holder?.pid === own.pid && holder.startedAt === own.startedAt) await rm(lockFile);
    },
  };
}

/** The living agent of `home`, if there is one. */
export async function readHolder(home: string): Promise<ProcessIdentity | null> {
  const holder = await readIdentity(join(home, 'agent.lock'));
  return holder !== null && (await isAlive(holder)) ? holder : null;
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Moves a dead lock away; where two agents do so at once, one rename wins and both look again. */
async function setAside(lockFile: string, seen: ProcessIdentity | null): Promise<void> {
  const aside = `${lockFile}.dead-${randomBytes(6).toString('hex')}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  const moved = await readIdentity(aside);
  // A living lock may have taken the dead one's place between our look and our move: put it back.
  if (moved !== null && moved.pid !== seen?.pid) await tryLink(aside, lockFile);
  await rm(aside, { force: true });
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
