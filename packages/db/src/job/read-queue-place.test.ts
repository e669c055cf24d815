import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { driveJobs } from '../testing/drive-jobs';
import { holdJob, seedAgent, seedJob } from '../testing/seed-rows';
import { readQueuePlace } from './read-queue-place';
import { requestCancel } from './request-cancel';

let test: TestDatabase;
let agentId: string;
beforeAll(async () => {
  test = await createTestDatabase();
  agentId = await seedAgent(test.db);
});
afterAll(() => test.drop());

const placeOf = (jobId: string) => readQueuePlace(test.db, { jobId });

describe('readQueuePlace', () => {
  it('counts who would be given to an agent first, and who holds a job', async () => {
    const { db } = test;
    const jobIds: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) jobIds.push(await seedJob(db));
    const [first = '', second = '', third = '', last = ''] = jobIds;
    expect(await placeOf(first)).toEqual({ ahead: 0, waitMs: 0, attempts: 0, busyAgents: 0 });
    expect(await placeOf(last)).toMatchObject({ ahead: 3 });

    const held = await holdJob(db, { agentId, jobId: first });
    expect(await placeOf(first)).toBeNull();
    expect(await placeOf(last)).toMatchObject({ ahead: 2, busyAgents: 1 });

    await requestCancel(db, { jobId: second });
    expect(await placeOf(last)).toMatchObject({ ahead: 1 });

    // Put back for a minute: older, but not to be had while the others are.
    await driveJobs(db, agentId).requeue(held, 60_000);
    expect(await placeOf(last)).toMatchObject({ ahead: 1, busyAgents: 0 });
    const back = await placeOf(first);
    expect(back).toMatchObject({ ahead: 0, attempts: 1 });
    expect(back?.waitMs).toBeGreaterThan(50_000);
    expect(await placeOf(third)).toMatchObject({ ahead: 0, waitMs: 0 });
  });
});
