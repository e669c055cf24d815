import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where things lie: the clone, what may be thrown away (cache), what must not (state, database). */
export const repositoryDir = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export const cacheDir = resolve(
  process.env.EMAILAI_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'emailai'),
);

export const stateDir = resolve(process.env.EMAILAI_STATE ?? join(repositoryDir, '.emailai'));

/**
 * PostgreSQL refuses to run as root, and the account it then runs as may not be able to enter the clone
 * (/root and temporary folders are 0700): as root its files lie outside the tree, in a folder of their own.
 */
function postgresHome() {
  if (process.env.EMAILAI_PG_HOME) return resolve(process.env.EMAILAI_PG_HOME);
  if (process.getuid?.() !== 0) return join(stateDir, 'postgres');
  const clone = createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
  return join('/var/lib/emailai', clone);
}

/** Variables every child gets: the places, and silence from tools that phone home. */
export function quietEnvironment() {
  return {
    EMAILAI_CACHE: cacheDir,
    EMAILAI_STATE: stateDir,
    EMAILAI_PG_HOME: postgresHome(),
    DO_NOT_TRACK: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    HF_HUB_OFFLINE: '1',
  };
}
