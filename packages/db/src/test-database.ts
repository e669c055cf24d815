import { newId } from '@emailai/contracts/ids';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from './open-database';
import type {} from './test-cluster';

export interface TestDatabase {
  db: Database;
  url: string;
  drop(): Promise<void>;
}

/**
 * A fresh database with all migrations and no rows, in about 50 ms. Call it in `beforeAll`, `drop` it in
 * `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = new pg.Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  const name = `emailai_test_${newId()}`;
  await server.query(`CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = name;
  const db = openDatabase({ url: url.href });
  return {
    db,
    url: url.href,
    async drop() {
      await db.close();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.end();
    },
  };
}
