import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { driveJobs, ERROR } from '../testing/drive-jobs';
import { type Held, holdJob, readJob, seedAgent, seedJob } from '../testing/seed-rows';
import { applyAgentEvents } from './apply-agent-events';
import { endJob } from './end-job';
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

describe('endJob', () => {
  it('says why a job failed', async () => {
    const held = await drive.train();
    expect(await drive.fail(held)).toMatchObject({
      status: 'FAILED',
      progress: 30,
      errorCode: ERROR.code,
      errorMessage: ERROR.message,
      errorNextStep: ERROR.nextStep,
      agentId,
    });
    expect(await drive.lastPayload(held.jobId)).toEqual({ type: 'failed', error: ERROR });
    expect(await drive.fail(held)).toBeNull();
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it('puts a job back, to start over after its delay', async () => {
    const held = await drive.train();
    const before = Date.now();
    const job = await drive.requeue(held, 60_000);
    expect(job).toMatchObject({ status: 'PENDING', progress: 0, agentId: null, finishedAt: null });
    expect(Number(job?.runAfter) - before).toBeGreaterThan(55_000);
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it.each(['failed', 'requeued', 'swept', 'cancelled'] as const)(
    'makes a job CANCELLED whose writer asked for that, though it was %s',
    async (how) => {
      const held = await drive.train(undefined, 0);
      expect(await requestCancel(test.db, held)).toMatchObject({ status: 'TRAINING' });
      expect(await requestCancel(test.db, held)).toBeNull();
      if (how === 'failed') await drive.fail(held);
      if (how === 'requeued') await drive.requeue(held);
      if (how === 'cancelled') await endJob(test.db, { ...held, outcome: { type: 'cancelled' } });
      if (how === 'swept') {
        expect(await drive.sweep({ graceMs: 3_600_000 })).toMatchObject([{ outcome: 'cancelled' }]);
      }
      const job = await readJob(test.db, held.jobId);
      expect(job).toMatchObject({ status: 'CANCELLED', errorCode: null });
      expect(await drive.lastPayload(held.jobId)).toEqual({ type: 'cancelled' });
      expect(await checkLog(test.db, held.jobId)).toEqual([]);
    },
  );

  it('cancels a waiting job at once', async () => {
    const jobId = await seedJob(test.db);
    expect(await requestCancel(test.db, { jobId })).toMatchObject({ status: 'CANCELLED' });
    expect(await requestCancel(test.db, { jobId })).toBeNull();
    expect(await checkLog(test.db, jobId)).toEqual([]);
  });
});

describe('a claim that is over', () => {
  it('writes nothing, though the same agent holds the job again', async () => {
    const { db } = test;
    const old = await drive.train();
    await drive.requeue(old);
    const now = await holdJob(db, { agentId, jobId: old.jobId });
    expect(now.fence.epoch).toBe(old.fence.epoch + 1);
    const events = [{ type: 'preparing' }, { type: 'training' }] as const;
    const report = (held: Held) =>
      applyAgentEvents(db, { ...held, fromSeq: 0, events, leaseMs: 45_000 });
    const unchanged = async (write: () => Promise<unknown>) => {
      const before = await readJob(db, old.jobId);
      expect(await write()).toBeNull();
      expect(await readJob(db, old.jobId)).toEqual(before);
    };
    await unchanged(() => report(old));
    await report(now);
    await unchanged(() => drive.startDeploying(old));
    await drive.startDeploying(now);
    for (const end of [drive.complete, drive.fail, drive.requeue]) await unchanged(() => end(old));
    expect(await drive.complete(now)).toMatchObject({ status: 'COMPLETED' });
    expect(await checkLog(db, old.jobId)).toEqual([]);
  });
});
