import { checkLog } from '@emailai/db/testing/check-log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAgents } from '../agent/list-agents';
import { revokeAgent } from '../agent/revoke-agent';
import { cancelFineTune } from '../fine-tune/cancel-fine-tune';
import { readFineTune } from '../fine-tune/read-fine-tune';
import { keepHouse } from '../housekeeping/keep-house';
import { sweepLeases } from '../housekeeping/sweep-leases';
import { createAgent, openTestServices, type TestServices } from '../testing/open-test-services';
import { claimed, completed, waitingJob } from '../testing/work-job';
import { acceptUpdate } from './accept-update';
import type { OutsideUpdate } from './outside-update';
import { outsideWorkerOf } from './outside-worker';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const say = (update: OutsideUpdate) => acceptUpdate({ ctx: test.ctx, input: { update } });
const rowOf = (id: string) => test.ctx.db.prisma.fineTuningJob.findUniqueOrThrow({ where: { id } });
const taken = async (over: Partial<OutsideUpdate> = {}) => {
  const waiting = await waitingJob(test.ctx);
  await say({ jobId: waiting.jobId, status: 'EXTRACTING_DATA', progress: 10, ...over });
  return waiting;
};
const { manifest, evaluation, adapterSha256, baseName, engine } = completed(-1);
const PROOF = {
  adapterSha256,
  manifest,
  trainResult: {
    bestEpoch: 1,
    heldOutLossByEpoch: [2],
    trainLoss: 1,
    tokensPerSecond: 9,
    seconds: 9,
  },
};

/** What a change of a job would leave behind. */
const traces = async (jobId: string) => [
  await rowOf(jobId),
  await test.ctx.db.prisma.jobEvent.findMany({ where: { jobId } }),
];
const refused = async (update: OutsideUpdate) => {
  const before = await traces(update.jobId);
  const refusal = await say(update).then(
    () => 'accepted',
    (error: { code: string; details: { param?: string } }) => [error.code, error.details.param],
  );
  expect(await traces(update.jobId)).toEqual(before);
  return refusal;
};

describe('an outside worker', () => {
  it('moves a job by the words it always said, through the same log as an agent', async () => {
    const { jobId } = await waitingJob(test.ctx);
    const told = [
      await say({ jobId, status: 'EXTRACTING_DATA', progress: 10, currentStep: 'reading' }),
      await say({ jobId, progress: 15, currentStep: 'Fetched 50/500 emails' }),
      await say({ jobId, status: 'PREPARING_DATA', progress: 30, trainingEmails: 420 }),
      await say({ jobId, status: 'TRAINING', progress: 40, actualCost: 0.5 }),
      await say({ jobId, progress: 41 }),
      await say({ jobId, status: 'EVALUATING', progress: 80, checkpointPath: '/x' }),
    ];
    expect(told.map(({ job }) => [job.status, job.progress])).toEqual([
      ['EXTRACTING_DATA', 10],
      ['EXTRACTING_DATA', 15],
      ['PREPARING_DATA', 29],
      ['TRAINING', 40],
      ['TRAINING', 41],
      ['TRAINING', 80],
    ]);
    await say({ jobId, status: 'FAILED', errorMessage: '  CUDA went away\nTraceback: secrets' });
    expect(await rowOf(jobId)).toMatchObject({
      status: 'FAILED',
      errorCode: 'trainer_crashed',
      errorMessage: 'CUDA went away',
      costUsd: 0.5,
    });
    expect(await checkLog(test.ctx.db, jobId)).toEqual([]);
    const types = await test.ctx.db.prisma.jobEvent.findMany({
      where: { jobId },
      orderBy: { seq: 'asc' },
    });
    expect(types.map(({ type }) => type)).toEqual([
      'created',
      'claimed',
      'progress',
      'extracted',
      'preparing',
      'progress',
      'training',
      'progress',
      'used',
      'progress',
      'progress',
      'failed',
    ]);
    expect(JSON.stringify(types)).not.toMatch(/Fetched|secrets/);
  });

  it('gets its word in though it says two things at once', async () => {
    const { jobId } = await taken();
    await say({ jobId, status: 'PREPARING_DATA' });
    await Promise.all([
      say({ jobId, progress: 25 }),
      say({ jobId, status: 'TRAINING' }),
      say({ jobId, progress: 26 }),
    ]);
    expect((await rowOf(jobId)).status).toBe('TRAINING');
  });

  it('says things twice to no effect', async () => {
    const { jobId } = await taken();
    expect((await say({ jobId, status: 'EXTRACTING_DATA' })).job.epoch).toBe(1);
    await say({ jobId, status: 'TRAINING', progress: 50 });
    const { eventSeq } = await rowOf(jobId);
    await say({ jobId, status: 'TRAINING', progress: 50 });
    await say({ jobId, status: 'PREPARING_DATA', progress: 20 });
    expect(await rowOf(jobId)).toMatchObject({ eventSeq, status: 'TRAINING', progress: 50 });
    await say({ jobId, status: 'FAILED', errorMessage: 'x' });
    expect((await say({ jobId, status: 'FAILED', errorMessage: 'x' })).job.status).toBe('FAILED');
  });

  it('keeps a job over hours of silence, and loses it to the sweeper after them', async () => {
    const { jobId, userId, emailAccountId } = await taken();
    const { leaseUntil } = await rowOf(jobId);
    expect(Number(leaseUntil) - Date.now()).toBeGreaterThan(5 * 3_600_000);
    const view = await readFineTune({ ctx: test.ctx, input: { userId, emailAccountId } });
    expect(view.open?.agent).toMatchObject({ name: 'outside worker', online: true });
    expect(view.agentsOnline).toBe(0);
    const [listed] = await listAgents({ ctx: test.ctx, input: {} });
    expect(listed).toMatchObject({ state: 'offline', lastSeenAt: expect.any(String) });
    await test.ctx.db.prisma.fineTuningJob.update({
      where: { id: jobId },
      data: { leaseUntil: new Date(Date.now() - 10 * 60_000) },
    });
    await keepHouse({ ctx: test.ctx, input: { chores: [sweepLeases] } });
    expect((await rowOf(jobId)).status).toBe('PENDING');
    expect(await refused({ jobId, progress: 50 })).toEqual(['lost', 'status']);
    // Taken anew, the words of the first claim count no more.
    const again = await say({ jobId, status: 'EXTRACTING_DATA' });
    expect(again.job.epoch).toBe(2);
    expect(await refused({ jobId, status: 'TRAINING' })).toEqual(['lost', 'epoch']);
    expect((await say({ jobId, status: 'TRAINING', epoch: 2 })).job.status).toBe('TRAINING');
  });

  it('is told that its writer wants no model any more', async () => {
    const waiting = await taken();
    await cancelFineTune({ ctx: test.ctx, input: waiting });
    const { jobId } = waiting;
    expect(await say({ jobId, progress: 15 })).toMatchObject({ directive: 'cancel' });
    expect((await say({ jobId, status: 'CANCELLED' })).job.status).toBe('CANCELLED');
  });

  it('is asked to wait for a job whose last attempt has just failed', async () => {
    const { jobId } = await waitingJob(test.ctx);
    await test.ctx.db.prisma.fineTuningJob.update({
      where: { id: jobId },
      data: { runAfter: new Date(Date.now() + 60_000) },
    });
    const asked = say({ jobId, status: 'EXTRACTING_DATA' });
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
    expect((await rowOf(jobId)).status).toBe('PENDING');
  });

  it('hands a job back that nobody cancelled', async () => {
    const { jobId } = await taken();
    expect((await say({ jobId, status: 'CANCELLED' })).job.status).toBe('PENDING');
  });
});

describe('an outside worker cannot', () => {
  it('touch what another worker or agent holds', async () => {
    const { jobId } = await taken({ executorId: 'vast-1' });
    for (const update of [
      { status: 'TRAINING' },
      { status: 'EXTRACTING_DATA' },
      { status: 'FAILED', executorId: 'vast-2' },
      { status: 'FAILED', executorId: 'vast-1', epoch: 2 },
    ] as const) {
      expect(await refused({ jobId, ...update }), JSON.stringify(update)).toEqual([
        'lost',
        'epoch',
      ]);
    }
    const agent = await createAgent(test.ctx);
    const other = await waitingJob(test.ctx);
    await claimed(test.ctx, agent, other.jobId);
    expect(await refused({ jobId: other.jobId, status: 'FAILED' })).toEqual(['lost', 'epoch']);
    expect(await refused({ jobId: other.jobId, status: 'EXTRACTING_DATA' })).toEqual([
      'lost',
      'epoch',
    ]);
  });

  it('race another one for a job: one of them has it', async () => {
    const { jobId } = await waitingJob(test.ctx);
    const wish = (executorId: string) =>
      say({ jobId, status: 'EXTRACTING_DATA', executorId }).then(
        () => 'taken',
        (error: { code: string }) => error.code,
      );
    const answers = await Promise.all(['a', 'b', 'c'].map(wish));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
    for (const answer of answers) expect(['taken', 'lost', 'unavailable']).toContain(answer);
    expect((await rowOf(jobId)).leaseEpoch).toBe(1);
  });

  it('end a job with a model that nobody can check', async () => {
    const { jobId } = await taken();
    await say({ jobId, status: 'TRAINING' });
    expect(await refused({ jobId, status: 'COMPLETED', progress: 100, modelName: 'm' })).toEqual([
      'invalid_input',
      'adapterSha256',
    ]);
    expect(await refused({ jobId, status: 'DEPLOYING', progress: 90 })).toEqual([
      'invalid_input',
      'adapterSha256',
    ]);
    expect(
      await refused({ jobId, status: 'COMPLETED', ...PROOF, baseName, engine, evaluation }),
    ).toEqual(['invalid_input', 'status']);
  });

  it('make a model serve that no agent holds; one that is worse than the base it may report', async () => {
    const worse = await taken();
    await say({ jobId: worse.jobId, status: 'TRAINING' });
    await say({ jobId: worse.jobId, status: 'DEPLOYING', ...PROOF });
    const end = { status: 'COMPLETED' as const, ...PROOF, baseName, engine };
    const { job } = await say({ jobId: worse.jobId, ...end, evaluation, actualCost: 1.5 });
    expect(job).toMatchObject({ status: 'COMPLETED', progress: 100 });
    expect(await rowOf(worse.jobId)).toMatchObject({ costUsd: 1.5 });

    const better = await taken();
    await say({ jobId: better.jobId, status: 'TRAINING' });
    await say({ jobId: better.jobId, status: 'DEPLOYING', ...PROOF });
    const promoted = completed(1).evaluation;
    const answer = await say({ jobId: better.jobId, ...end, evaluation: promoted });
    expect(answer.job.status).toBe('FAILED');
    expect(await rowOf(better.jobId)).toMatchObject({ errorCode: 'deploy_unverified' });
  });

  it('speak of what does not exist, nor after it was revoked', async () => {
    await expect(say({ jobId: 'nojobatall', status: 'TRAINING' })).rejects.toMatchObject({
      code: 'not_found',
      details: { param: 'jobId' },
    });
    const { jobId } = await taken({ executorId: 'old' });
    const agentId = outsideWorkerOf('old').id;
    await revokeAgent({ ctx: test.ctx, input: { agentId } });
    expect((await rowOf(jobId)).status).toBe('PENDING');
    const again = say({ jobId, status: 'EXTRACTING_DATA', executorId: 'old' });
    await expect(again).rejects.toMatchObject({ code: 'forbidden' });
    expect((await rowOf(jobId)).status).toBe('PENDING');
  });
});
