import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ServiceError } from '@emailai/contracts/errors';

const run = promisify(execFile);

export interface UnixUser {
  uid: number;
  gid: number;
}

async function lookUp(name: string): Promise<UnixUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root: as root it runs as the user `postgres`, made here where there is none. */
export async function ensurePostgresUser(): Promise<UnixUser> {
  const found = await lookUp('postgres');
  if (found !== null) return found;
  let cause: unknown;
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/bin/false',
      'postgres',
    ]);
  } catch (error) {
    cause = error;
  }
  const made = await lookUp('postgres');
  if (made !== null) return made;
  throw new ServiceError(
    'unavailable',
    'PostgreSQL cannot run as root, and there is no other user.',
    {
      nextStep:
        'Make a user named postgres (useradd --system postgres), run emailai as a normal user, or set DATABASE_URL.',
      cause,
    },
  );
}

/** Refuses a `home` that `user` cannot reach; PostgreSQL itself would only say "permission denied". */
export async function checkReachable(home: string, user: UnixUser): Promise<void> {
  for (let dir = home; ; dir = dirname(dir)) {
    const { mode, uid, gid } = await stat(dir);
    const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) {
      throw new ServiceError(
        'unavailable',
        `The database cannot live in ${home}: the user postgres may not enter ${dir}.`,
        { nextStep: 'Set EMAILAI_PG_HOME to a folder outside it, such as /var/lib/emailai.' },
      );
    }
    if (dirname(dir) === dir) return;
  }
}
