import type { JobError } from '@emailai/contracts/errors';
import { verdictOf } from '@emailai/contracts/evaluation';
import { isTerminal } from '@emailai/contracts/job/states';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { type Held, holdJob, readJob, seedAgent, seedJob, seedMailbox } from '../testing/seed-rows';
import { applyAgentEvents } from './apply-agent-events';
import { completeJob } from './complete-job';
import { endJob } from './end-job';
import { readJobEvents } from './read-job-events';
import { renewLeases } from './renew-leases';
import { requestCancel } from './request-cancel';
import { startDeploy } from './start-deploy';
import { sweepLeases } from './sweep-leases';

let test: TestDatabase;
let agentId: string;
beforeAll(async () => {
  test = await createTestDatabase();
  agentId = await seedAgent(test.db);
});
afterAll(() => test.drop());

const ERROR: JobError = {
  code: 'out_of_memory',
  message: 'The GPU has too little memory.',
  nextStep: 'Choose a smaller base.',
  retryable: false,
};
const LOST: JobError = { ...ERROR, code: 'agent_lost', message: 'The agent went away.' };
const PROMOTED = verdictOf({ pairs: 20, tokens: 900, base: 4, tuned: 2 });
const KEPT = verdictOf({ pairs: 20, tokens: 900, base: 4, tuned: 3.99 });

type Mailbox = Awaited<ReturnType<typeof seedMailbox>>;

/** A job in TRAINING. */
async function train(mailbox?: Mailbox, leaseMs = 45_000): Promise<Held> {
  const held = await holdJob(test.db, { agentId, jobId: await seedJob(test.db, mailbox), leaseMs });
  const events = [{ type: 'preparing' }, { type: 'training' }] as const;
  await applyAgentEvents(test.db, { ...held, fromSeq: 0, events, leaseMs });
  return held;
}

const startDeploying = (held: Held, adapterSha256 = 'sha') =>
  startDeploy(test.db, { ...held, adapterSha256, trainResult: { bestEpoch: 2 }, leaseMs: 45_000 });

async function deploy(mailbox?: Mailbox): Promise<Held> {
  const held = await train(mailbox);
  await startDeploying(held);
  return held;
}

const complete = (held: Held, evaluation = PROMOTED, adapterSha256 = 'sha') =>
  completeJob(test.db, {
    ...held,
    adapterSha256,
    baseName: 'tiny',
    engine: 'embedded',
    evaluation,
    manifest: {
      train: { rows: 80, sha256: 'a' },
      heldOut: { rows: 20, sha256: 'b' },
      sentRead: 100,
      paired: 100,
      withoutParent: 0,
      droppedByReason: {},
      cutChars: 0,
      heldOutIds: ['m1'],
    },
    costUsd: 0.5,
    gpuSeconds: 60,
  });

const fail = (held: Held) =>
  endJob(test.db, { ...held, outcome: { type: 'failed', error: ERROR } });
const requeue = (held: Held, delayMs = 0) =>
  endJob(test.db, { ...held, outcome: { type: 'requeued', reason: 'test', delayMs } });
const sweep = (over: { graceMs?: number; maxAttempts?: number; agentOfflineMs?: number } = {}) =>
  sweepLeases(test.db, {
    graceMs: 0,
    idleGraceMs: 0,
    agentOfflineMs: 45_000,
    maxAttempts: 3,
    lostError: LOST,
    ...over,
  });

const lastPayload = async (jobId: string) =>
  (await readJobEvents(test.db, { jobId, afterSeq: 0, limit: 1000 })).at(-1)?.payload;

describe('startDeploy and completeJob', () => {
  it('take a job from TRAINING to COMPLETED with everything that hangs on it', async () => {
    const { db } = test;
    const mailbox = await seedMailbox(db);
    const held = await deploy(mailbox);
    expect(await complete(held)).toMatchObject({
      status: 'COMPLETED',
      progress: 100,
      heldOutBase: 4,
      heldOutTuned: 2,
      costUsd: 0.5,
      leaseUntil: null,
    });
    const { modelName } = await readJob(db, held.jobId);
    const drafting = { aiProvider: 'ollama', aiModel: modelName };
    expect(await db.prisma.modelVersion.findMany({ where: { jobId: held.jobId } })).toMatchObject([
      {
        version: 1,
        active: true,
        verdict: 'promote',
        agentId,
        adapterSha256: 'sha',
        evaluation: PROMOTED,
      },
    ]);
    expect(
      await db.prisma.emailAccount.findUnique({ where: { id: mailbox.emailAccountId } }),
    ).toMatchObject(drafting);
    expect(await db.prisma.user.findUnique({ where: { id: mailbox.userId } })).toMatchObject(
      drafting,
    );
    expect(await lastPayload(held.jobId)).toEqual({
      type: 'completed',
      modelName,
      version: 1,
      evaluation: PROMOTED,
    });
    expect(await checkLog(db, held.jobId)).toEqual([]);
  });

  it('let the newer version take over, and a refused one change nothing', async () => {
    const { db } = test;
    const mailbox = await seedMailbox(db);
    for (const evaluation of [PROMOTED, PROMOTED, KEPT]) {
      await complete(await deploy(mailbox), evaluation);
    }
    const versions = await db.prisma.modelVersion.findMany({
      where: { emailAccountId: mailbox.emailAccountId },
      orderBy: { version: 'asc' },
    });
    expect(versions.map(({ version, active }) => [version, active])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });

  it('leave the writer alone where the mailbox is not the primary one, or the base stays', async () => {
    const { db } = test;
    const primary = await seedMailbox(db);
    const second = await seedMailbox(db, { isPrimary: false, userId: primary.userId });
    await complete(await deploy(second));
    await complete(await deploy(primary), KEPT);
    const untouched = { aiProvider: null, aiModel: null };
    expect(await db.prisma.user.findUnique({ where: { id: primary.userId } })).toMatchObject(
      untouched,
    );
    expect(
      await db.prisma.emailAccount.findUnique({ where: { id: primary.emailAccountId } }),
    ).toMatchObject(untouched);
    expect(
      await db.prisma.emailAccount.findUnique({ where: { id: second.emailAccountId } }),
    ).toMatchObject({ aiProvider: 'ollama' });
  });

  it('refuse another adapter, a second time, a skipped state and a cancelled job', async () => {
    const early = await train();
    expect(await complete(early)).toBeNull();
    const held = await deploy();
    expect(await complete(held, PROMOTED, 'other')).toBeNull();
    expect(await startDeploying(held)).toBeNull();
    expect(await complete(held)).not.toBeNull();
    expect(await complete(held)).toBeNull();
    const cancelled = await train();
    await requestCancel(test.db, cancelled);
    expect(await startDeploying(cancelled)).toBeNull();
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });
});

describe('endJob', () => {
  it('says why a job failed', async () => {
    const held = await train();
    expect(await fail(held)).toMatchObject({
      status: 'FAILED',
      progress: 30,
      errorCode: ERROR.code,
      errorMessage: ERROR.message,
      errorNextStep: ERROR.nextStep,
      agentId,
    });
    expect(await lastPayload(held.jobId)).toEqual({ type: 'failed', error: ERROR });
    expect(await fail(held)).toBeNull();
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it('puts a job back, to start over after its delay', async () => {
    const held = await train();
    const before = Date.now();
    const job = await requeue(held, 60_000);
    expect(job).toMatchObject({ status: 'PENDING', progress: 0, agentId: null, finishedAt: null });
    expect(Number(job?.runAfter) - before).toBeGreaterThan(55_000);
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it.each(['failed', 'requeued', 'swept', 'cancelled'] as const)(
    'makes a job CANCELLED whose writer asked for that, though it was %s',
    async (how) => {
      const held = await train(undefined, 0);
      expect(await requestCancel(test.db, held)).toMatchObject({ status: 'TRAINING' });
      expect(await requestCancel(test.db, held)).toBeNull();
      if (how === 'failed') await fail(held);
      if (how === 'requeued') await requeue(held);
      if (how === 'cancelled') await endJob(test.db, { ...held, outcome: { type: 'cancelled' } });
      if (how === 'swept') {
        expect(await sweep({ graceMs: 3_600_000 })).toMatchObject([{ outcome: 'cancelled' }]);
      }
      const job = await readJob(test.db, held.jobId);
      expect(job).toMatchObject({ status: 'CANCELLED', errorCode: null });
      expect(await lastPayload(held.jobId)).toEqual({ type: 'cancelled' });
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

describe('leases', () => {
  it('are prolonged for what the agent holds, and only for that', async () => {
    const { db } = test;
    const [held, cancelled, ended] = [await train(undefined, 0), await train(), await train()];
    await requestCancel(db, cancelled);
    await fail(ended);
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
    await fail(held);
    await fail(cancelled);
  });

  it('that have passed give the job to others after the grace, sooner where an agent is free', async () => {
    await test.db.prisma.agent.updateMany({ data: { lastSeenAt: new Date(0) } });
    const held = await train(undefined, 0);
    expect(await sweep({ graceMs: 3_600_000 })).toEqual([]);
    await seedAgent(test.db);
    expect(await sweep({ graceMs: 3_600_000 })).toMatchObject([{ outcome: 'requeued' }]);
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
    // Its first agent thaws: nothing it says counts.
    expect(await startDeploying(held)).toBeNull();
    expect(await fail(held)).toBeNull();
    await requestCancel(test.db, held);
  });

  it('lost in the last attempt fail the job', async () => {
    const held = await train(undefined, 0);
    expect(await sweep({ maxAttempts: 1 })).toMatchObject([{ outcome: 'failed' }]);
    expect(await readJob(test.db, held.jobId)).toMatchObject({
      status: 'FAILED',
      errorCode: 'agent_lost',
    });
  });
});

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
    const finish = (held: Held) => complete(held);
    const giveBack = (held: Held) => requeue(held);
    const moves = [cancel, finish, fail, giveBack, finish, fail];
    for (let round = 0; round < 20; round += 1) {
      const first = round % moves.length;
      const order = [...moves.slice(first), ...moves.slice(0, first)];
      const status = await race(await deploy(), order);
      expect(['COMPLETED', 'FAILED', 'CANCELLED', 'PENDING', 'DEPLOYING']).toContain(status);
    }
  });

  it('of sweepers, finish and heartbeat take a job once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const held = await deploy();
      await test.db.pool.query(
        `UPDATE "FineTuningJob" SET "leaseUntil" = now() - interval '1 hour' WHERE "id" = $1`,
        [held.jobId],
      );
      const jobs = [{ jobId: held.jobId, epoch: held.fence.epoch }];
      const status = await race(held, [
        () => sweep(),
        () => (round % 2 === 0 ? complete(held) : fail(held)),
        () => sweep(),
        () => renewLeases(test.db, { agentId, jobs, leaseMs: 45_000 }),
      ]);
      expect(['COMPLETED', 'FAILED', 'PENDING']).toContain(status);
      const { attempts, status: now } = await readJob(test.db, held.jobId);
      expect(attempts).toBe(1);
      if (now === 'PENDING') expect((await lastPayload(held.jobId))?.type).toBe('requeued');
    }
  });
});
