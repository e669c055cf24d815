import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { leaveAgent } from '../agent/leave-agent';
import { revokeAgent } from '../agent/revoke-agent';
import { cancelFineTune } from '../fine-tune/cancel-fine-tune';
import { listNotifications } from '../notification/list-notifications';
import {
  createAgent,
  openTestServices,
  sayHello,
  type TestServices,
} from '../testing/open-test-services';
import { claimed, completed, TRAINED, waitingJob } from '../testing/work-job';
import { heartbeatJobs } from './heartbeat-jobs';
import { sweepJobs } from './sweep-jobs';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const MINUTE_MS = 60_000;

/** As if the lease had passed so long ago. */
const lapse = (jobId: string, agoMs: number) =>
  test.ctx.db.prisma.fineTuningJob.update({
    where: { id: jobId },
    data: { leaseUntil: new Date(Date.now() - agoMs) },
  });
const statusOf = async (jobId: string) =>
  (await test.ctx.db.prisma.fineTuningJob.findUniqueOrThrow({ where: { id: jobId } })).status;
const sweep = () => sweepJobs({ ctx: test.ctx, input: {} });

describe('sweeping', () => {
  it('forgives an agent for the grace, then gives its job to another', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const { jobId } = await waitingJob(ctx);
    const job = await claimed(ctx, agent, jobId);
    await job.report(0, TRAINED);
    await leaveAgent({ ctx, input: { agentId: agent.id } });
    await lapse(jobId, 4 * MINUTE_MS);
    await sweep();
    expect(await statusOf(jobId)).toBe('TRAINING');
    await lapse(jobId, 6 * MINUTE_MS);
    expect(await sweep()).toEqual({ swept: 1 });
    expect(await statusOf(jobId)).toBe('PENDING');
    const other = await createAgent(ctx);
    const again = await claimed(ctx, other, jobId);
    expect(again.epoch).toBe(2);
    expect(await job.report(5, [])).toMatchObject({ directive: 'lost' });
    expect(await job.finish(completed(1))).toEqual({ directive: 'lost' });
    await leaveAgent({ ctx, input: { agentId: other.id } });
  });

  it('does not wait for the grace where another agent is free', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const { jobId } = await waitingJob(ctx);
    await claimed(ctx, agent, jobId);
    await leaveAgent({ ctx, input: { agentId: agent.id } });
    await lapse(jobId, 10_000);
    await sweep();
    expect(await statusOf(jobId)).toBe('EXTRACTING_DATA');
    const free = await createAgent(ctx);
    await sweep();
    expect(await statusOf(jobId)).toBe('PENDING');
    await leaveAgent({ ctx, input: { agentId: free.id } });
  });

  it('leaves alone what its agent holds on to', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const { jobId } = await waitingJob(ctx);
    const job = await claimed(ctx, agent, jobId);
    await lapse(jobId, 10 * MINUTE_MS);
    await heartbeatJobs({ ctx, input: { agent, running: [job] } });
    await sweep();
    expect(await statusOf(jobId)).toBe('EXTRACTING_DATA');
    await leaveAgent({ ctx, input: { agentId: agent.id } });
  });

  it('takes nothing from an agent that is just coming back', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const { jobId } = await waitingJob(ctx);
    const job = await claimed(ctx, agent, jobId);
    for (const comeBack of [
      () => sayHello(ctx, agent, { running: [job] }),
      () => heartbeatJobs({ ctx, input: { agent, running: [job] } }),
    ]) {
      await leaveAgent({ ctx, input: { agentId: agent.id } });
      await lapse(jobId, MINUTE_MS);
      // A sweep between any two statements of the welcome.
      const { pool } = ctx.db;
      const query = pool.query.bind(pool);
      const sweepBetween = vi
        .spyOn(pool, 'query')
        .mockImplementation(async (...args: unknown[]) => {
          const answer: unknown = await Reflect.apply(query, pool, args);
          sweepBetween.mockRestore();
          await sweep();
          return answer;
        });
      await comeBack();
      expect(await statusOf(jobId)).toBe('EXTRACTING_DATA');
    }
    await leaveAgent({ ctx, input: { agentId: agent.id } });
  });

  it('cancels what was to be cancelled, and fails what was lost three times', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const cancelled = await waitingJob(ctx);
    await claimed(ctx, agent, cancelled.jobId);
    await cancelFineTune({ ctx, input: cancelled });
    await lapse(cancelled.jobId, 1);
    await sweep();
    expect(await statusOf(cancelled.jobId)).toBe('CANCELLED');

    const lost = await waitingJob(ctx);
    for (const left of ['PENDING', 'PENDING', 'FAILED']) {
      await claimed(ctx, agent, lost.jobId);
      await lapse(lost.jobId, 6 * MINUTE_MS);
      await sweep();
      expect(await statusOf(lost.jobId)).toBe(left);
    }
    const { notifications } = await listNotifications({ ctx, input: lost });
    expect(notifications[0]).toMatchObject({
      kind: 'job_failed',
      body: expect.stringContaining('agent'),
    });
  });
});

describe('an agent that holds on to a job that is to be cancelled', () => {
  it('has its grace, then loses the job although it is alive', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const { jobId, ...writer } = await waitingJob(ctx);
    const job = await claimed(ctx, agent, jobId);
    await cancelFineTune({ ctx, input: { ...writer, jobId } });
    const beat = () => heartbeatJobs({ ctx, input: { agent, running: [job] } });
    const graceMs = ctx.intervals.cancelGraceMs;
    expect((await beat()).directives).toMatchObject([{ directive: 'cancel', graceMs }]);
    await sweep();
    expect(await statusOf(jobId)).toBe('EXTRACTING_DATA');
    const asked = new Date(Date.now() - graceMs - 1_000);
    await ctx.db.prisma.fineTuningJob.update({
      where: { id: jobId },
      data: { cancelRequestedAt: asked },
    });
    await beat();
    await sweep();
    expect(await statusOf(jobId)).toBe('CANCELLED');
    expect((await beat()).directives).toEqual([{ jobId, directive: 'lost' }]);
    await leaveAgent({ ctx, input: { agentId: agent.id } });
  });
});

describe('revoking an agent', () => {
  it('closes its sockets, ends its drafts and puts its jobs back', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx, ['emailai-userabcdef:v1']);
    const { jobId } = await waitingJob(ctx);
    await claimed(ctx, agent, jobId);
    const closed: string[] = [];
    const detach = ctx.agentLinks.attach({
      agentId: agent.id,
      linkId: newId(),
      close: (why) => closed.push(why),
    });
    const drafts = ctx.draftRelay.directives({ agentId: agent.id });
    const told = drafts.next();
    expect(await revokeAgent({ ctx, input: { agentId: agent.id } })).toEqual({ requeuedJobs: 1 });
    expect(closed).toEqual(['revoked']);
    expect((await told).done).toBe(true);
    expect(await statusOf(jobId)).toBe('PENDING');
    detach();
  });
});
