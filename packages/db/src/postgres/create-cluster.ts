import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ServiceError } from '@emailai/contracts/errors';
import { explainFailure } from './explain-failure';
import type { UnixUser } from './postgres-user';

const run = promisify(execFile);

export const SUPERUSER = 'emailai';
const PASSWORD_FILE = 'emailai-password';

/** The password of a cluster lies in the cluster, so that neither is ever without the other. */
export async function readPassword(dataDir: string): Promise<string> {
  try {
    return (await readFile(join(dataDir, PASSWORD_FILE), 'utf8')).trim();
  } catch (cause) {
    throw new ServiceError('unavailable', `${join(dataDir, PASSWORD_FILE)} cannot be read.`, {
      nextStep: 'Restore that file from a backup, or set EMAILAI_PG_HOME to an empty folder.',
      cause,
    });
  }
}

export interface CreateClusterInput {
  home: string;
  dataDir: string;
  nativeDir: string;
  user: UnixUser | null;
  isDurable: boolean;
}

/**
 * Makes a new cluster beside `dataDir` and renames it there once it is whole, so that an initdb cut short
 * (power, full disk) is never taken for a database. Text sorts by code point and folds case by Unicode, the
 * same on every machine.
 */
export async function createCluster(input: CreateClusterInput): Promise<void> {
  const { home, dataDir, nativeDir, user, isDurable } = input;
  const draftDir = join(home, `data.${process.pid}.part`);
  const passwordFile = join(home, `password.${process.pid}.part`);
  try {
    await mkdir(draftDir, { mode: 0o700 });
    await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (user !== null) {
      await chown(draftDir, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    await run(
      join(nativeDir, 'bin', 'initdb'),
      [
        `--pgdata=${draftDir}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(isDurable ? [] : ['--no-sync']),
      ],
      {
        cwd: '/',
        env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
        ...user,
      },
    );
    await rename(passwordFile, join(draftDir, PASSWORD_FILE));
    await chmod(draftDir, 0o700);
    await rename(draftDir, dataDir);
  } catch (error) {
    await rm(draftDir, { recursive: true, force: true });
    const { stdout = '', stderr = '', message } = error as Error & Record<string, string>;
    throw explainFailure(home, `${stdout}${stderr}\n${message}`, error);
  } finally {
    await rm(passwordFile, { force: true });
  }
}
