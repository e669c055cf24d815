import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffSchema, SCHEMA_DIR } from './diff-schema';
import { createTestDatabase, type TestDatabase } from './test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

describe('the schema files', () => {
  it('say what the migrations make', async () => {
    expect(await diffSchema(test.url)).toBe('');
  });

  it('would be noticed where they do not', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'emailai-schema-'));
    await cp(SCHEMA_DIR, dir, { recursive: true });
    await appendFile(join(dir, 'agent.prisma'), 'model Extra {\n  id String @id\n}\n');
    await test.db.pool.query('ALTER TABLE "Notification" DROP COLUMN "readAt"');
    const sql = await diffSchema(test.url, dir);
    await rm(dir, { recursive: true });
    expect(sql).toContain('CREATE TABLE "Extra"');
    expect(sql).toContain('ADD COLUMN     "readAt" TIMESTAMPTZ(3)');
  });
});
