import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@emailai/contracts/ids';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from './apply-migrations';
import { startEmbeddedPostgres } from './embedded-postgres';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for tests; its user may create databases. */
    postgresUrl: string;
    /** Name of a database there with all migrations, to copy from. */
    templateDatabase: string;
  }
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A PostgreSQL of the tests' own, or the one TEST_DATABASE_URL names. */
async function openServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined) return { url: given, close: async () => {} };
  const home = await mkdtemp(join(tmpdir(), 'emailai-test-'));
  const postgres = await startEmbeddedPostgres({ home, isDurable: false });
  return {
    url: postgres.url,
    async close() {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/**
 * Vitest's globalSetup: one server for the whole run, with one migrated database to copy. An ambient
 * DATABASE_URL is somebody's real database, so it is never looked at.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const templateDatabase = `emailai_template_${newId()}`;
  await runOn(server.url, `CREATE DATABASE ${templateDatabase}`);
  const templateUrl = new URL(server.url);
  templateUrl.pathname = templateDatabase;
  await applyMigrations({ url: templateUrl.href });
  project.provide('postgresUrl', server.url);
  project.provide('templateDatabase', templateDatabase);
  return async () => {
    await runOn(server.url, `DROP DATABASE IF EXISTS ${templateDatabase} WITH (FORCE)`);
    await server.close();
  };
}
