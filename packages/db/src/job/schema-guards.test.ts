import { evaluationSchema } from '@emailai/contracts/evaluation';
import { newId } from '@emailai/contracts/ids';
import {
  isOpen,
  isTerminal,
  JOB_STATUSES,
  type JobStatus,
  statusesAfter,
  TERMINAL_STATUSES,
} from '@emailai/contracts/job/states';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMigrations } from '../apply-migrations';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { seedAgent, seedJob, seedMailbox } from '../testing/seed-rows';
import { jobGuardsSql, RESULT_COLUMNS } from './job-guards-sql';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const query = (text: string, values: unknown[] = []) => test.db.pool.query(text, values);

/** A job that stands in `status`, whatever led there: the state machine guards changes. */
async function insertJob(status: JobStatus, mailbox?: Mailbox): Promise<string> {
  const { userId, emailAccountId } = mailbox ?? (await seedMailbox(test.db));
  const id = newId();
  await query(
    `INSERT INTO "FineTuningJob" ("id", "userId", "emailAccountId", "modelName", "status")
     VALUES ($1, $2, $3, 'x', $4)`,
    [id, userId, emailAccountId, status],
  );
  return id;
}
type Mailbox = Awaited<ReturnType<typeof seedMailbox>>;

/** The constraint that refuses, or `null`. */
const constraintOf = (write: () => Promise<unknown>): Promise<string | null> =>
  write().then(
    () => null,
    (error: { constraint?: string }) => error.constraint ?? String(error),
  );

/** Tries a statement and takes it back. */
async function tried(text: string, values: unknown[], before = 'SELECT'): Promise<string | null> {
  const client = await test.db.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(before);
    return await constraintOf(() => client.query(text, values));
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** For each type a value that no job of these tests has. */
const OTHER_VALUES: Readonly<Record<string, string>> = {
  text: `'other1'`,
  integer: '77',
  'double precision': '77',
  jsonb: `'{"other": 1}'`,
  'timestamp with time zone': `'2001-01-01'`,
};

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
    await insertJob(status, mailbox);
    const second = await constraintOf(() => insertJob('PENDING', mailbox));
    expect(second).toBe(isOpen(status) ? 'FineTuningJob_one_open_key' : null);
  });
});

describe('the triggers on a job', () => {
  it('are those the state machine gives, or a migration is missing', async () => {
    const texts = (await readMigrations()).map(({ sql }) => sql);
    const newest = texts.filter((sql) => sql.includes('"refuse_job_transition"()')).at(-1);
    expect(newest).toContain(jobGuardsSql());
  });

  it.each(JOB_STATUSES)('let %s become what the table says and nothing else', async (from) => {
    const jobId = await insertJob(from);
    for (const to of JOB_STATUSES) {
      const isEdge = to === from || statusesAfter(from).includes(to);
      const refusal = isTerminal(from) ? 'FineTuningJob_ended' : 'FineTuningJob_transition';
      const setStatus = 'UPDATE "FineTuningJob" SET "status" = $2 WHERE "id" = $1';
      expect(await tried(setStatus, [jobId, to]), to).toBe(isEdge ? null : refusal);
    }
  });

  it.each(TERMINAL_STATUSES)('leave the result of a %s job as it is', async (status) => {
    const jobId = await insertJob(status);
    const { rows } = await query(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_name = 'FineTuningJob' ORDER BY ordinal_position`,
    );
    const changeable: string[] = [];
    for (const { name, type } of rows) {
      const other = OTHER_VALUES[type] ?? (name === 'status' ? `'PENDING'` : undefined);
      if (other === undefined) throw new Error(`a value of ${type} is missing here`);
      const refusal = await tried(
        `UPDATE "FineTuningJob" SET "${name}" = ${other} WHERE "id" = $1`,
        [jobId],
      );
      if (refusal !== 'FineTuningJob_ended') changeable.push(name);
    }
    // A new column stands in RESULT_COLUMNS (and in a new migration), or here with its reason.
    expect(changeable).toEqual([
      // Whose it is: keys of other tables, which see to themselves.
      'id',
      'emailAccountId',
      'userId',
      // Set to NULL when the agent's row goes.
      'agentId',
      // Of use while a job is open only.
      'leaseUntil',
      'claimId',
      'idempotencyKey',
    ]);
    expect(rows.length).toBe(changeable.length + RESULT_COLUMNS.length);
  });

  it('let an agent be deleted whose jobs have ended', async () => {
    const [agentId, jobId] = [await seedAgent(test.db), await insertJob('FAILED')];
    await query('UPDATE "FineTuningJob" SET "agentId" = $2 WHERE "id" = $1', [jobId, agentId]);
    await query('DELETE FROM "Agent" WHERE "id" = $1', [agentId]);
    const { rows } = await query('SELECT "agentId" FROM "FineTuningJob" WHERE "id" = $1', [jobId]);
    expect(rows).toEqual([{ agentId: null }]);
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

  it('lets retention take lines of a job that has ended, and of no other', async () => {
    const [open, ended] = [await insertJob('TRAINING'), await insertJob('FAILED')];
    const thin = (jobId: string) =>
      tried(
        'DELETE FROM "JobEvent" WHERE "jobId" = $1',
        [jobId],
        `SET LOCAL "emailai.retention" = 'on'`,
      );
    for (const jobId of [open, ended]) {
      await query(
        `INSERT INTO "JobEvent" ("jobId", "seq", "status", "progress", "type", "payload")
         VALUES ($1, 1, 'PENDING', 0, 'created', '{}')`,
        [jobId],
      );
    }
    expect(await thin(open)).toBe('JobEvent_append_only');
    expect(await thin(ended)).toBeNull();
  });

  it('grows no further after the end', async () => {
    const jobId = await insertJob('FAILED');
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
