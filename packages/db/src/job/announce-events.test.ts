import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { seedAgent, seedJob } from '../testing/seed-rows';
import { announceEvents, JOB_CHANNEL } from './announce-events';
import { requestCancel } from './request-cancel';

let test: TestDatabase;
let listener: pg.Client;
const heard: (string | undefined)[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  await seedAgent(test.db);
  listener = new pg.Client({ connectionString: test.url });
  await listener.connect();
  listener.on('notification', ({ payload }) => heard.push(payload));
  await listener.query(`LISTEN ${JOB_CHANNEL}`);
});
afterAll(async () => {
  await listener.end();
  await test.drop();
});

it('tells of every line that was written, also of those that came while a batch was under way', async () => {
  const { db } = test;
  const jobIds = await Promise.all(Array.from({ length: 20 }, () => seedJob(db)));
  await Promise.all(jobIds.map((jobId) => requestCancel(db, { jobId })));
  const expected = jobIds.flatMap((jobId) => [`${jobId}:1`, `${jobId}:2`]).sort();
  await vi.waitFor(() => expect(heard.toSorted()).toEqual(expected));
});

it('keeps going after a batch that could not be sent', async () => {
  const { db } = test;
  heard.length = 0;
  const failed = vi.spyOn(db.pool, 'query').mockImplementationOnce(() => {
    throw new Error('no connection');
  });
  announceEvents(db, [{ id: 'lost', eventSeq: 1 }]);
  await vi.waitFor(() => expect(failed).toHaveBeenCalled());
  failed.mockRestore();
  announceEvents(db, [{ id: 'sent', eventSeq: 2 }]);
  await vi.waitFor(() => expect(heard).toEqual(['sent:2']));
});
