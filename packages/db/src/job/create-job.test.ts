import { modelNameOf, newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { readJob, seedMailbox } from '../testing/seed-rows';
import { createJob } from './create-job';
import { readJobEvents } from './read-job-events';
import { requestCancel } from './request-cancel';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

describe('createJob', () => {
  it('writes a waiting job with its first event', async () => {
    const mailbox = await seedMailbox(test.db);
    const { kind, jobId } = await createJob(test.db, {
      ...mailbox,
      idempotencyKey: null,
      retryOf: 'formerjob',
    });
    expect(kind).toBe('created');
    expect(await readJob(test.db, jobId)).toMatchObject({
      ...mailbox,
      status: 'PENDING',
      modelName: modelNameOf(mailbox.emailAccountId),
      retryOf: 'formerjob',
    });
    const events = await readJobEvents(test.db, { jobId, afterSeq: 0, limit: 10 });
    expect(events).toMatchObject([
      {
        jobId,
        seq: 1,
        status: 'PENDING',
        progress: 0,
        payload: { type: 'created', retryOf: 'formerjob' },
      },
    ]);
    expect(await checkLog(test.db, jobId)).toEqual([]);
  });

  it('makes one job of eight clicks at once, with one key or with many', async () => {
    for (const keys of [
      Array(8).fill(newId()),
      Array.from({ length: 8 }, newId),
      Array(8).fill(null),
    ]) {
      const mailbox = await seedMailbox(test.db);
      const answers = await Promise.all(
        keys.map((idempotencyKey) =>
          createJob(test.db, { ...mailbox, idempotencyKey, retryOf: null }),
        ),
      );
      expect(answers.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    }
  });

  it('tells a repeated key from a second wish', async () => {
    const { db } = test;
    const mailbox = await seedMailbox(db);
    const wish = { ...mailbox, idempotencyKey: 'once', retryOf: null };
    const first = await createJob(db, wish);
    expect(await createJob(db, wish)).toEqual({ kind: 'same', jobId: first.jobId });
    expect(await createJob(db, { ...wish, idempotencyKey: 'twice' })).toEqual({
      kind: 'active',
      jobId: first.jobId,
    });
    await requestCancel(db, { jobId: first.jobId });
    expect(await createJob(db, wish)).toEqual({ kind: 'same', jobId: first.jobId });
    expect(await createJob(db, { ...wish, idempotencyKey: 'twice' })).toMatchObject({
      kind: 'created',
    });
    const stranger = await seedMailbox(db);
    expect(await createJob(db, { ...wish, ...stranger })).toMatchObject({ kind: 'created' });
  });
});
