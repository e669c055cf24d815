import type { AgentEvent } from '@emailai/contracts/job/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelFineTune } from '../fine-tune/cancel-fine-tune';
import { readJob } from '../fine-tune/read-job';
import { createAgent, openTestServices, type TestServices } from '../testing/open-test-services';
import { claimed, completed, deploying, waitingJob } from '../testing/work-job';
import { sweepJobs } from './sweep-jobs';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices({ graceMs: 0, idleGraceMs: 0, retryBackoffMs: 0 });
});
afterAll(() => test.close());

const USED: AgentEvent = { type: 'used', gpuSeconds: 40, energyWh: 8, costUsd: 0.4 };
const ERROR = {
  code: 'trainer_crashed',
  message: 'The trainer crashed.',
  nextStep: 'Retry.',
  retryable: true,
} as const;

describe('what a job used', () => {
  it.each(['failed', 'cancelled', 'lost with its agent', 'handed back'] as const)(
    'counts also when the attempt %s',
    async (how) => {
      const { ctx } = test;
      const agent = await createAgent(ctx);
      const { userId, jobId } = await waitingJob(ctx);
      const job = await claimed(ctx, agent, jobId);
      await job.report(0, [USED]);
      switch (how) {
        case 'failed':
          await job.finish({ kind: 'failed', error: { ...ERROR, retryable: false } });
          break;
        case 'cancelled':
          await cancelFineTune({ ctx, input: { userId, jobId } });
          await job.finish({ kind: 'cancelled' });
          break;
        case 'handed back':
          await job.finish({ kind: 'cancelled' });
          break;
        case 'lost with its agent':
          await ctx.db.prisma.fineTuningJob.update({
            where: { id: jobId },
            data: { leaseUntil: new Date(0) },
          });
          await sweepJobs({ ctx, input: {} });
      }
      const view = await readJob({ ctx, input: { userId, jobId } });
      const isBack = how === 'handed back' || how.startsWith('lost');
      expect(view.job).toMatchObject({
        status: how === 'failed' ? 'FAILED' : isBack ? 'PENDING' : 'CANCELLED',
        gpuSeconds: 40,
        energyWh: 8,
        costUsd: 0.4,
      });
    },
  );

  it('adds up over attempts, the last one by what its finish says', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const { userId, jobId } = await waitingJob(ctx);
    const first = await claimed(ctx, agent, jobId);
    await first.report(0, [USED]);
    await first.finish({ kind: 'failed', error: ERROR });
    const second = await deploying(ctx, agent, jobId);
    await second.finish({ ...completed(1), costUsd: 0.25, gpuSeconds: 25 });
    const { job } = await readJob({ ctx, input: { userId, jobId } });
    expect(job).toMatchObject({
      status: 'COMPLETED',
      attempts: 2,
      gpuSeconds: 65,
      energyWh: 8,
      costUsd: expect.closeTo(0.65, 9),
    });
  });
});
