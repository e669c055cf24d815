import { inject } from 'vitest';
import { type Database, openDatabase } from './open-database';
import type {} from './test-cluster';
import { copyDatabase } from './testing/copy-database';

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
  const copied = await copyDatabase({
    serverUrl: inject('postgresUrl'),
    template: inject('templateDatabase'),
  });
  const db = openDatabase({ url: copied.url });
  return {
    db,
    url: copied.url,
    async drop() {
      await db.close();
      await copied.drop();
    },
  };
}
