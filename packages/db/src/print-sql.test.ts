import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSql } from './print-sql';
import { createTestDatabase, type TestDatabase } from './test-database';
import { readJob, seedJob } from './testing/seed-rows';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const run = (sql: string) => printSql({ url: test.url, sql });

describe('printSql', () => {
  it('prints as psql does', async () => {
    const sql = `SELECT 1234567 AS id, 'Grüße' AS greeting, NULL AS nothing
                 UNION ALL SELECT 7, E'two\\nlines \\x1b[31m', 'x'`;
    expect(await run(sql)).toBe(
      [
        '   id    |     greeting     | nothing',
        '---------+------------------+---------',
        ' 1234567 | Grüße            |',
        '       7 | two\\nlines \u{fffd}[31m | x',
        '(2 rows)',
      ].join('\n'),
    );
  });

  it("runs the operator's four checks as they are written in the setup guide", async () => {
    const jobId = await seedJob(test.db);
    const { userId, modelName } = await readJob(test.db, jobId);
    const { email } = await test.db.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    expect(
      await run(
        'SELECT id, status, progress, "modelName" FROM "FineTuningJob" ORDER BY "createdAt" DESC LIMIT 5;',
      ),
    ).toContain(` ${jobId} | PENDING |        0 | ${modelName}\n(1 row)`);
    expect(
      await run(`SELECT email, "aiProvider", "aiModel" FROM "User" WHERE email='${email}';`),
    ).toContain(email);
    expect(
      await run(
        `SELECT COUNT(*) FROM "EmailMessage" em JOIN "EmailAccount" ea ON em."emailAccountId"=ea.id WHERE ea."userId"='${userId}' AND em."isSent"=true;`,
      ),
    ).toBe(' count\n-------\n     0\n(1 row)');
    expect(await run(`SELECT "errorMessage" FROM "FineTuningJob" WHERE id='${jobId}';`)).toBe(
      ' errorMessage\n--------------\n\n(1 row)',
    );
  });

  it('tells what a change did, statement by statement, and fails as PostgreSQL does', async () => {
    const sql = 'CREATE TABLE note (n int); INSERT INTO note VALUES (1), (2); TABLE note';
    expect(await run(sql)).toBe('CREATE\n\nINSERT 2\n\n n\n---\n 1\n 2\n(2 rows)');
    await expect(run('SELECT nonsense')).rejects.toThrow('column "nonsense" does not exist');
  });
});
