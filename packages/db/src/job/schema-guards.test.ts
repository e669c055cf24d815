import { evaluationSchema } from '@emailai/contracts/evaluation';
import { newId } from '@emailai/contracts/ids';
import { isOpen, isTerminal, JOB_STATUSES } from '@emailai/contracts/job/states';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { seedJob, seedMailbox } from '../testing/seed-rows';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const query = (text: string, values: unknown[] = []) => test.db.pool.query(text, values);

async function enumValues(name: string): Promise<string[]> {
  const { rows } = await query(
    `SELECT enumlabel FROM pg_enum WHERE enumtypid = $1::regtype ORDER BY enumsortorder`,
    [name],
  );
  return rows.map((row) => row.enumlabel);
}

describe('the database agrees with the contracts', () => {
  it('on the states, in their order (running maxima over the enum rely on it)', async () => {
    expect(await enumValues('"JobStatus"')).toEqual(JOB_STATUSES);
  });

  it('on the verdicts', async () => {
    expect(await enumValues('"ModelVerdict"')).toEqual(evaluationSchema.shape.verdict.options);
  });

  it.each(JOB_STATUSES)('on whether %s blocks a second job of the mailbox', async (status) => {
    const mailbox = await seedMailbox(test.db);
    const jobId = await seedJob(test.db, mailbox);
    await query('UPDATE "FineTuningJob" SET "status" = $2 WHERE "id" = $1', [jobId, status]);
    const second = query(
      `INSERT INTO "FineTuningJob" ("id", "userId", "emailAccountId", "modelName")
       VALUES ($1, $2, $3, 'x')`,
      [newId(), mailbox.userId, mailbox.emailAccountId],
    ).then(
      () => 'allowed',
      (error: { constraint?: string }) => error.constraint,
    );
    expect(await second).toBe(isOpen(status) ? 'FineTuningJob_one_open_key' : 'allowed');
  });

  it.each(JOB_STATUSES)('on whether %s has an exit', async (from) => {
    const jobId = await seedJob(test.db);
    await query('UPDATE "FineTuningJob" SET "status" = $2 WHERE "id" = $1', [jobId, from]);
    for (const to of JOB_STATUSES.filter((status) => status !== from)) {
      const client = await test.db.pool.connect();
      await client.query('BEGIN');
      const moved = client
        .query('UPDATE "FineTuningJob" SET "status" = $2 WHERE "id" = $1', [jobId, to])
        .then(
          () => 'moved',
          (error: { constraint?: string }) => error.constraint,
        );
      expect(await moved).toBe(isTerminal(from) ? 'FineTuningJob_ended' : 'moved');
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

describe('the log', () => {
  it('cannot be changed, thinned or emptied', async () => {
    const jobId = await seedJob(test.db);
    for (const text of [
      'UPDATE "JobEvent" SET "type" = \'x\' WHERE "jobId" = $1',
      'DELETE FROM "JobEvent" WHERE "jobId" = $1',
    ]) {
      await expect(query(text, [jobId])).rejects.toThrow('append-only');
    }
    await expect(query('TRUNCATE "JobEvent"')).rejects.toThrow('append-only');
  });

  it('grows no further after the end', async () => {
    const jobId = await seedJob(test.db);
    await query(`UPDATE "FineTuningJob" SET "status" = 'FAILED' WHERE "id" = $1`, [jobId]);
    await expect(
      query('UPDATE "FineTuningJob" SET "eventSeq" = "eventSeq" + 1 WHERE "id" = $1', [jobId]),
    ).rejects.toThrow('has ended as FAILED');
  });

  it('goes with its mailbox', async () => {
    const mailbox = await seedMailbox(test.db);
    const jobId = await seedJob(test.db, mailbox);
    await query('DELETE FROM "EmailAccount" WHERE "id" = $1', [mailbox.emailAccountId]);
    const { rows } = await query('SELECT count(*)::int AS n FROM "JobEvent" WHERE "jobId" = $1', [
      jobId,
    ]);
    expect(rows[0].n).toBe(0);
  });
});

describe('ids', () => {
  it('are lower case letters and digits from creation', async () => {
    await expect(
      query(`INSERT INTO "User" ("id", "email", "name") VALUES ('Ada-1234', 'a@b.c', 'Ada')`),
    ).rejects.toThrow('User_id_check');
  });
});
