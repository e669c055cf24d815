import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceError } from '@emailai/contracts/errors';
import pg from 'pg';

/** The advisory lock Prisma's own `migrate` takes, so that the two never work at once. */
const LOCK = 72_707_369;

export const MIGRATIONS_DIR = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file, hex, as Prisma computes it. */
  checksum: string;
}

/** All migrations in order; their folders' names start with a time. */
export async function readMigrations(dir: string = MIGRATIONS_DIR): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(dir, name, 'migration.sql'));
      const checksum = createHash('sha256').update(bytes).digest('hex');
      return { name, sql: bytes.toString('utf8'), checksum };
    }),
  );
}

/** Prisma's own table, column by column, so that `prisma migrate` can take over where its engine exists. */
const CREATE_TABLE = `
  CREATE TABLE "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

interface AppliedRow {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

const refusal = (message: string, nextStep: string) =>
  new ServiceError('unavailable', message, { nextStep });

/** Makes the table in an empty database; a database of somebody else's tables is left alone. */
async function ensureTable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table_name: string }>(
    `SELECT table_name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  );
  const tables = rows.map((row) => row.table_name);
  if (tables.includes('_prisma_migrations')) return;
  if (tables.length > 0) {
    throw refusal(
      `The database already holds tables that are not emailai's (${tables.slice(0, 3).join(', ')}).`,
      'Give emailai an empty database of its own in DATABASE_URL.',
    );
  }
  await client.query(CREATE_TABLE);
}

/** The migrations still to apply. */
function findPending(migrations: Migration[], applied: AppliedRow[]): Migration[] {
  for (const row of applied) {
    const migration = migrations.find(({ name }) => name === row.migration_name);
    if (migration === undefined) {
      throw refusal(
        `The database was written by a newer emailai: it holds the migration ${row.migration_name}.`,
        'Update emailai, or restore the backup made before the update.',
      );
    }
    if (row.finished_at === null) {
      throw refusal(
        `The migration ${row.migration_name} was begun and not finished.`,
        'Restore the database, or resolve it with `prisma migrate resolve`.',
      );
    }
    if (row.checksum !== migration.checksum) {
      throw refusal(
        `The migration ${row.migration_name} was changed after it had been applied.`,
        'Put the file back as it was and write a new migration for the change.',
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  const startedAt = new Date();
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO "_prisma_migrations"
         ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('unavailable', `The migration ${migration.name} failed: ${reason}.`, {
      nextStep: 'Nothing of it was kept; the database is as it was before.',
      cause,
    });
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError(
      'unavailable',
      `The database at ${client.host}:${client.port} cannot be reached: ${reason}.`,
      { nextStep: 'Check that PostgreSQL runs and that DATABASE_URL is right.', cause },
    );
  }
}

/**
 * Brings a database up to date: each file whole, on one connection, in one transaction, at most one applier
 * at a time.
 * @returns names of the migrations applied now
 * @throws ServiceError `unavailable`: not reachable, foreign tables, changed, unfinished or newer migrations
 */
export async function applyMigrations(input: {
  url: string;
  migrationsDir?: string;
}): Promise<string[]> {
  const migrations = await readMigrations(input.migrationsDir);
  const client = await connect(input.url);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await ensureTable(client);
    const { rows } = await client.query<AppliedRow>(
      `SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations"
       WHERE "rolled_back_at" IS NULL`,
    );
    const pending = findPending(migrations, rows);
    for (const migration of pending) await applyOne(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // Ends the session, and with it the advisory lock.
    await client.end();
  }
}
