import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMigrations } from './apply-migrations';
import { createMigrationCheck } from './create-migration-check';
import { createTestDatabase, type TestDatabase } from './test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('names the migrations that a database lacks, or has only begun', async () => {
  const check = createMigrationCheck(test.db);
  expect(await check()).toEqual([]);
  const last = (await readMigrations()).at(-1)?.name ?? '';
  const where = 'WHERE "migration_name" = $1';
  await test.db.pool.query(`UPDATE "_prisma_migrations" SET "finished_at" = NULL ${where}`, [last]);
  expect(await check()).toEqual([last]);
  await test.db.pool.query(`DELETE FROM "_prisma_migrations" ${where}`, [last]);
  expect(await check()).toEqual([last]);
});
