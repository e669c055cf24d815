import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { driveJobs } from '../testing/drive-jobs';
import { readJob, seedAgent } from '../testing/seed-rows';
import { renewLeases } from './renew-leases';
import { requestCancel } from './request-cancel';

let test: TestDatabase;
let agentId: string;
let drive: ReturnType<typeof driveJobs>;
beforeAll(async () => {
  test = await createTestDatabase();
  agentId = await seedAgent(test.db);
  drive = driveJobs(test.db, agentId);
});
afterAll(() => test.drop());

describe('leases', () => {
  it('are prolonged for what the agent holds, and only for that', async () => {
    const { db } = test;
    const [held, cancelled, ended] = [
      await drive.train(undefined, 0),
      await drive.train(),
      await drive.train(),
    ];
    await requestCancel(db, cancelled);
    await drive.fail(ended);
    const fences = [held, cancelled, ended].map(({ jobId, fence }) => ({
      jobId,
      epoch: fence.epoch,
    }));
    const stale = { jobId: held.jobId, epoch: held.fence.epoch + 1 };
    const renewed = await renewLeases(db, { agentId, jobs: [...fences, stale], leaseMs: 45_000 });
    expect(renewed.sort((a, b) => Number(a.cancelRequested) - Number(b.cancelRequested))).toEqual([
      { jobId: held.jobId, cancelRequested: false },
      { jobId: cancelled.jobId, cancelRequested: true },
    ]);
    expect(await renewLeases(db, { agentId: 'other1', jobs: fences, leaseMs: 1 })).toEqual([]);
    const { leaseUntil } = await readJob(db, held.jobId);
    expect(Number(leaseUntil) - Date.now()).toBeGreaterThan(40_000);
    await drive.fail(held);
    await drive.fail(cancelled);
  });

  it('that have passed give the job to others after the grace, sooner where an agent is free', async () => {
    await test.db.prisma.agent.updateMany({ data: { lastSeenAt: new Date(0) } });
    const held = await drive.train(undefined, 0);
    expect(await drive.sweep({ graceMs: 3_600_000 })).toEqual([]);
    await seedAgent(test.db);
    expect(await drive.sweep({ graceMs: 3_600_000 })).toMatchObject([{ outcome: 'requeued' }]);
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
    // Its first agent thaws: nothing it says counts.
    expect(await drive.startDeploying(held)).toBeNull();
    expect(await drive.fail(held)).toBeNull();
    await requestCancel(test.db, held);
  });

  it('lost in the last attempt fail the job', async () => {
    const held = await drive.train(undefined, 0);
    expect(await drive.sweep({ maxAttempts: 1 })).toMatchObject([{ outcome: 'failed' }]);
    expect(await readJob(test.db, held.jobId)).toMatchObject({
      status: 'FAILED',
      errorCode: 'agent_lost',
    });
  });
});
