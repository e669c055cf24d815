import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '@emailai/contracts/errors';
import { findPostmaster, readPidFile, readProcess, waitForExit } from './postmaster';

/** A little longer than the guard itself takes before it turns to an immediate shutdown. */
const GUARD_STOP_MS = 25_000;

function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** True while the emailai that started the guard still lives: its number is then the guard's parent's. */
const isOwned = (guard: { parentPid: number; command: string }) =>
  guard.command.includes(`"ownerPid":${guard.parentPid}`);

/**
 * Makes `dataDir` free for a new start: refuses where a living emailai uses it, stops a PostgreSQL that
 * outlived its emailai and its guard, and removes a pid file whose number now belongs to another program.
 * @throws ServiceError `unavailable`
 */
export async function freeDataFolder(home: string, dataDir: string): Promise<void> {
  const postmaster = await findPostmaster(dataDir);
  if (postmaster === null) {
    const stale = await readPidFile(dataDir);
    // A dead number PostgreSQL clears itself, with better checks; a living stranger's would stop it.
    if (stale !== null && isTaken(stale.pid)) await rm(join(dataDir, 'postmaster.pid'));
    return;
  }
  const parent = await readProcess(postmaster.process.parentPid);
  const guard = parent?.command.includes('guard.mjs') === true ? parent : null;
  if (guard !== null && isOwned(guard)) {
    throw new ServiceError('unavailable', `Another emailai is using the database in ${home}.`, {
      nextStep: 'Stop it first; it may be running in another terminal.',
      details: { pid: guard.parentPid },
    });
  }
  // With its guard alive the shutdown is under way already.
  if (guard === null) process.kill(postmaster.pid, 'SIGINT');
  if (await waitForExit(postmaster.pid, GUARD_STOP_MS)) return;
  process.kill(postmaster.pid, 'SIGQUIT');
  if (await waitForExit(postmaster.pid, 5_000)) return;
  throw new ServiceError(
    'unavailable',
    `An old database process (${postmaster.pid}) does not end.`,
    {
      nextStep: `Stop it by hand: kill -9 ${postmaster.pid}`,
    },
  );
}
