import { isTerminal } from '@emailai/contracts/job/states';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { driveJobs } from '../testing/drive-jobs';
import { type Held, readJob, seedAgent } from '../testing/seed-rows';
import { readJobEvents } from './read-job-events';
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

describe('races', () => {
  /** Runs all of `moves` at once on a fresh job and expects exactly one end, told once. */
  async function race(held: Held, moves: ((held: Held) => Promise<unknown>)[]): Promise<string> {
    await Promise.all(moves.map((move) => move(held)));
    const job = await readJob(test.db, held.jobId);
    const events = await readJobEvents(test.db, { jobId: held.jobId, afterSeq: 0, limit: 1000 });
    expect(events.filter(({ status }) => isTerminal(status)).length).toBe(
      isTerminal(job.status) ? 1 : 0,
    );
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
    const models = await test.db.prisma.modelVersion.count({ where: { jobId: held.jobId } });
    expect(models).toBe(job.status === 'COMPLETED' ? 1 : 0);
    return job.status;
  }

  it('of cancel, finish, failure and hand-back end a job once', async () => {
    const cancel = (held: Held) => requestCancel(test.db, held);
    const finish = (held: Held) => drive.complete(held);
    const giveBack = (held: Held) => drive.requeue(held);
    const moves = [cancel, finish, drive.fail, giveBack, finish, drive.fail];
    for (let round = 0; round < 20; round += 1) {
      const first = round % moves.length;
      const order = [...moves.slice(first), ...moves.slice(0, first)];
      const status = await race(await drive.deploy(), order);
      expect(['COMPLETED', 'FAILED', 'CANCELLED', 'PENDING', 'DEPLOYING']).toContain(status);
    }
  });

  it('of sweepers, finish and heartbeat take a job once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const held = await drive.deploy();
      await test.db.pool.query(
        `UPDATE "FineTuningJob" SET "leaseUntil" = now() - interval '1 hour' WHERE "id" = $1`,
        [held.jobId],
      );
      const jobs = [{ jobId: held.jobId, epoch: held.fence.epoch }];
      const status = await race(held, [
        () => drive.sweep(),
        () => (round % 2 === 0 ? drive.complete(held) : drive.fail(held)),
        () => drive.sweep(),
        () => renewLeases(test.db, { agentId, jobs, leaseMs: 45_000 }),
      ]);
      expect(['COMPLETED', 'FAILED', 'PENDING']).toContain(status);
      const { attempts, status: now } = await readJob(test.db, held.jobId);
      expect(attempts).toBe(1);
      if (now === 'PENDING') expect((await drive.lastPayload(held.jobId))?.type).toBe('requeued');
    }
  });
});
