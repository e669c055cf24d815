import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@emailai/contracts/ids';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { applyMigrations, MIGRATIONS_DIR, readMigrations } from './apply-migrations';

let server: pg.Client;
let client: pg.Client;
let url: string;
let migrationsDir: string;
let database: string;

beforeAll(async () => {
  server = new pg.Client({ connectionString: inject('postgresUrl') });
  await server.connect();
});
afterAll(() => server.end());

beforeEach(async () => {
  database = `migrate_${newId()}`;
  await server.query(`CREATE DATABASE ${database}`);
  const at = new URL(inject('postgresUrl'));
  at.pathname = database;
  url = at.href;
  client = new pg.Client({ connectionString: url });
  await client.connect();
  migrationsDir = await mkdtemp(join(tmpdir(), 'emailai-migrations-'));
  await cp(MIGRATIONS_DIR, migrationsDir, { recursive: true });
});
afterEach(async () => {
  await client.end();
  await server.query(`DROP DATABASE ${database} WITH (FORCE)`);
  await rm(migrationsDir, { recursive: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(migrationsDir, name));
  await writeFile(join(migrationsDir, name, 'migration.sql'), sql);
}

const appliedNames = async () => {
  const { rows } = await client.query<{ migration_name: string }>(
    'SELECT migration_name FROM "_prisma_migrations" ORDER BY started_at, migration_name',
  );
  return rows.map((row) => row.migration_name);
};

describe('applyMigrations', () => {
  it('applies each file once and writes the rows Prisma would', async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    expect(await applyMigrations({ url, migrationsDir })).toEqual(names);
    expect(await applyMigrations({ url, migrationsDir })).toEqual([]);

    const { rows } = await client.query('SELECT * FROM "_prisma_migrations" ORDER BY 4');
    expect(rows).toHaveLength(names.length);
    expect(rows[0]).toMatchObject({
      migration_name: names[0],
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
    });
    expect(rows[0].id).toMatch(/^[0-9a-f-]{36}$/);
    expect(rows[0].checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0].finished_at.getTime()).toBeGreaterThanOrEqual(rows[0].started_at.getTime());
  });

  it('lets eight starters race and applies everything once', async () => {
    const runs = await Promise.all(
      Array.from({ length: 8 }, () => applyMigrations({ url, migrationsDir })),
    );
    const names = (await readMigrations()).map(({ name }) => name);
    expect(runs.filter((applied) => applied.length > 0)).toEqual([names]);
    expect(await appliedNames()).toEqual(names);
  });

  it('keeps nothing of a migration that fails half way', async () => {
    await applyMigrations({ url, migrationsDir });
    await addMigration('20990101000000_broken', 'CREATE TABLE "Half" (); SELECT 1/0;');
    await expect(applyMigrations({ url, migrationsDir })).rejects.toThrow(
      'The migration 20990101000000_broken failed: division by zero.',
    );
    const { rows } = await client.query(`SELECT to_regclass('"Half"') AS half`);
    expect(rows[0].half).toBeNull();
    expect(await appliedNames()).not.toContain('20990101000000_broken');
  });

  it('refuses a file changed after it was applied', async () => {
    const [first] = await applyMigrations({ url, migrationsDir });
    await appendFile(join(migrationsDir, String(first), 'migration.sql'), '-- edited\n');
    await expect(applyMigrations({ url, migrationsDir })).rejects.toThrow(
      `The migration ${first} was changed after it had been applied.`,
    );
  });

  it('refuses a database that a newer emailai has written', async () => {
    await addMigration('20990101000000_future', 'SELECT 1;');
    await applyMigrations({ url, migrationsDir });
    await expect(applyMigrations({ url })).rejects.toThrow(
      'The database was written by a newer emailai: it holds the migration 20990101000000_future.',
    );
  });

  it('leaves a database of somebody else alone', async () => {
    await client.query('CREATE TABLE customers ()');
    await expect(applyMigrations({ url, migrationsDir })).rejects.toThrow(
      "The database already holds tables that are not emailai's (customers).",
    );
    const { rows } = await client.query(`SELECT to_regclass('"_prisma_migrations"') AS made`);
    expect(rows[0].made).toBeNull();
  });

  it('says where it looked when nobody is there, and keeps the password to itself', async () => {
    const failure = await applyMigrations({ url: 'postgresql://a:geheim@127.0.0.1:1/x' }).catch(
      (error: Error) => error,
    );
    expect(String(failure)).toContain('The database at 127.0.0.1:1 cannot be reached');
    expect(String(failure)).not.toContain('geheim');
  });
});
