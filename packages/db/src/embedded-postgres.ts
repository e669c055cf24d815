import { access, chmod, mkdir, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { ServiceError } from '@emailai/contracts/errors';
import pg from 'pg';
import { createCluster, readPassword, SUPERUSER } from './postgres/create-cluster';
import { explainFailure } from './postgres/explain-failure';
import { freeDataFolder } from './postgres/free-data-folder';
import { prepareNativeFolder } from './postgres/native-folder';
import { checkReachable, ensurePostgresUser } from './postgres/postgres-user';
import { findPostmaster } from './postgres/postmaster';
import { removeLeftovers } from './postgres/remove-leftovers';
import { startGuard } from './postgres/start-guard';

const DATABASE = 'emailai';
const LOG_LIMIT_BYTES = 5_000_000;
/** A free port may be taken between asking for it and using it. */
const PORT_ATTEMPTS = 3;

export interface EmbeddedPostgres {
  /** With the password; listens on 127.0.0.1 only. */
  url: string;
  /** PostgreSQL's own process. */
  pid: number;
  /** Ends when PostgreSQL is gone, asked for or not. */
  exited: Promise<void>;
  /** Orderly shutdown; may be called twice. */
  stop(): Promise<void>;
}

export interface StartEmbeddedPostgresInput {
  /** Folder of its own; data survive in it. As root it must be reachable for the user `postgres`. */
  home: string;
  port?: number;
  /** `false` for tests: nothing is flushed to disk, a power cut may lose everything. */
  isDurable?: boolean;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail).listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

function serverArgs(dataDir: string, port: number, isDurable: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Rows and parameters stay out of the log: they are a writer's.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
}

async function prepareHome(home: string, asRoot: boolean): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: asRoot ? 0o711 : 0o700 });
    if (asRoot) await chmod(home, (await stat(home)).mode | 0o111);
    const log = join(home, 'postgres.log');
    const size = (await stat(log).catch(() => null))?.size ?? 0;
    if (size > LOG_LIMIT_BYTES) await rename(log, `${log}.1`);
  } catch (error) {
    throw explainFailure(home, String(error), error);
  }
}

const urlOf = (password: string, port: number, database: string) =>
  `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;

async function ensureDatabase(password: string, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(password, port, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/**
 * Starts the PostgreSQL that npm brought, on data kept in `home`, and makes the database in it at first.
 * It ends with this process, however that ends.
 * @throws ServiceError `unavailable` with a sentence and a next step
 */
export async function startEmbeddedPostgres(
  input: StartEmbeddedPostgresInput,
): Promise<EmbeddedPostgres> {
  const home = resolve(input.home);
  const dataDir = join(home, 'data');
  const isDurable = input.isDurable ?? true;
  if (process.getuid === undefined) {
    throw new ServiceError('unavailable', 'The embedded PostgreSQL runs on Linux and macOS.', {
      nextStep: 'Set DATABASE_URL to a PostgreSQL of your own, or use WSL2.',
    });
  }
  const asRoot = process.getuid() === 0;
  await prepareHome(home, asRoot);
  const user = asRoot ? await ensurePostgresUser() : null;
  if (user !== null) await checkReachable(home, user);
  await removeLeftovers(home);
  const nativeDir = await prepareNativeFolder(home, asRoot).catch((error: unknown) => {
    throw error instanceof ServiceError ? error : explainFailure(home, String(error), error);
  });
  await freeDataFolder(home, dataDir);
  const isNew = await access(join(dataDir, 'PG_VERSION')).then(
    () => false,
    () => true,
  );
  if (isNew) await createCluster({ home, dataDir, nativeDir, user, isDurable });

  for (let attempt = 1; ; attempt += 1) {
    const port = input.port ?? (await findFreePort());
    const outcome = await startGuard({
      binary: join(nativeDir, 'bin', 'postgres'),
      args: serverArgs(dataDir, port, isDurable),
      dataDir,
      logFile: join(home, 'postgres.log'),
      user,
    });
    if ('started' in outcome) {
      const password = await readPassword(dataDir);
      await ensureDatabase(password, port);
      return { ...outcome.started, url: urlOf(password, port, DATABASE) };
    }
    const portTaken = /Address already in use/.test(outcome.failed);
    if (portTaken && input.port !== undefined) {
      throw new ServiceError('unavailable', `Port ${port} is taken by another program.`, {
        nextStep: 'Choose another port for the database, or leave the choice to emailai.',
      });
    }
    if (!portTaken || attempt === PORT_ATTEMPTS) throw explainFailure(home, outcome.failed);
  }
}

/** The URL of the embedded PostgreSQL that runs in `home` now, started by any process, or `null`. */
export async function findRunningPostgres(home: string): Promise<string | null> {
  const dataDir = join(resolve(home), 'data');
  const postmaster = await findPostmaster(dataDir);
  if (postmaster?.isReady !== true) return null;
  return urlOf(await readPassword(dataDir), postmaster.port, DATABASE);
}
