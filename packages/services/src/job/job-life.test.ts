import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cancelFineTune } from '../fine-tune/cancel-fine-tune';
import { readFineTune } from '../fine-tune/read-fine-tune';
import { retryFineTune } from '../fine-tune/retry-fine-tune';
import { importMail } from '../mail/import-mail';
import { listNotifications } from '../notification/list-notifications';
import {
  createAgent,
  openTestServices,
  sayHello,
  type TestAgent,
  type TestServices,
  testMail,
} from '../testing/open-test-services';
import {
  ADAPTER,
  claimed,
  completed,
  deploying,
  step,
  TRAINED,
  waitingJob,
} from '../testing/work-job';
import { claimJob } from './claim-job';
import { heartbeatJobs } from './heartbeat-jobs';
import { readJobMail } from './read-job-mail';

let test: TestServices;
let agent: TestAgent;
beforeAll(async () => {
  test = await openTestServices();
  agent = await createAgent(test.ctx);
});
afterAll(() => test.close());

const jobRow = (jobId: string) =>
  test.ctx.db.prisma.fineTuningJob.findUniqueOrThrow({
    where: { id: jobId },
    include: { events: { orderBy: { seq: 'asc' } } },
  });
const viewOf = ({ userId, emailAccountId }: { userId: string; emailAccountId: string }) =>
  readFineTune({ ctx: test.ctx, input: { userId, emailAccountId } });
const noticesOf = async (userId: string) =>
  (await listNotifications({ ctx: test.ctx, input: { userId } })).notifications.filter(
    ({ kind }) => kind !== 'eligible',
  );

const FAILURE = {
  code: 'trainer_crashed' as const,
  message: 'The trainer crashed.',
  nextStep: 'Look at the log.',
  retryable: true,
};

describe('a job', () => {
  it('goes from PENDING to COMPLETED, gapless, forward only, and its model writes from then on', async () => {
    const { ctx } = test;
    const waiting = await waitingJob(ctx);
    const job = await deploying(ctx, agent, waiting.jobId);
    expect(await job.finish(completed(1))).toEqual({ directive: 'continue' });
    const row = await jobRow(job.jobId);
    expect(row.events.map(({ seq }) => seq)).toEqual(row.events.map((_, index) => index + 1));
    expect([...new Set(row.events.map(({ status }) => status))]).toEqual([
      'PENDING',
      'EXTRACTING_DATA',
      'PREPARING_DATA',
      'TRAINING',
      'DEPLOYING',
      'COMPLETED',
    ]);
    expect(row.events.map(({ progress }) => progress)).toEqual([
      0, 10, 10, 20, 30, 55, 80, 90, 100,
    ]);
    expect(row).toMatchObject({ heldOutBase: 3, heldOutTuned: 2, costUsd: 0.02, gpuSeconds: 12 });

    const view = await viewOf(waiting);
    expect(view).toMatchObject({
      open: null,
      waiting: null,
      activeModel: { version: 1, verdict: 'promote', active: true, trainRows: 80 },
      history: [{ id: job.jobId, status: 'COMPLETED', progress: 100 }],
    });
    const user = await ctx.db.prisma.user.findUnique({ where: { id: waiting.userId } });
    expect(user).toMatchObject({
      aiProvider: 'ollama',
      aiModel: `emailai-user${waiting.emailAccountId}`,
    });
    expect(await noticesOf(waiting.userId)).toMatchObject([{ kind: 'job_completed' }]);
  });

  it('is completed once, however often its agent says so', async () => {
    const waiting = await waitingJob(test.ctx);
    const job = await deploying(test.ctx, agent, waiting.jobId);
    const answers = await Promise.all([1, 2, 3].map(() => job.finish(completed(1))));
    expect(answers.map(({ directive }) => directive)).toEqual(Array(3).fill('continue'));
    expect(await job.finish(completed(1))).toEqual({ directive: 'continue' });
    const { events } = await jobRow(job.jobId);
    expect(events.filter(({ type }) => type === 'completed')).toHaveLength(1);
    expect(await noticesOf(waiting.userId)).toHaveLength(1);
  });

  it('tells its writer of the model with the very write that ends it', async () => {
    const { ctx } = test;
    const waiting = await waitingJob(ctx);
    const job = await deploying(ctx, agent, waiting.jobId);
    const later = vi
      .spyOn(ctx.db.prisma.notification, 'createMany')
      .mockRejectedValue(new Error('connection lost'));
    expect(await job.finish(completed(1))).toEqual({ directive: 'continue' });
    later.mockRestore();
    expect(await noticesOf(waiting.userId)).toMatchObject([
      { kind: 'job_completed', title: 'Your model, version 1, now writes your drafts' },
    ]);
  });

  it('keeps the base where the verdict says so', async () => {
    const waiting = await waitingJob(test.ctx);
    const job = await deploying(test.ctx, agent, waiting.jobId);
    await job.finish(completed(0));
    expect(await viewOf(waiting)).toMatchObject({
      activeModel: null,
      history: [{ status: 'COMPLETED' }],
    });
  });

  it('fails as unverified when the model finished is not the one trained, or not held', async () => {
    const { ctx } = test;
    const other = await deploying(ctx, agent, (await waitingJob(ctx)).jobId);
    await other.finish(completed(1, 'e'.repeat(64)));
    const missing = await deploying(ctx, agent, (await waitingJob(ctx)).jobId);
    await heartbeatJobs({ ctx, input: { agent, running: [], models: [] } });
    await missing.finish(completed(1));
    for (const { jobId } of [other, missing]) {
      expect(await jobRow(jobId)).toMatchObject({
        status: 'FAILED',
        errorCode: 'deploy_unverified',
      });
    }
  });

  it('takes each reported event once and in order', async () => {
    const job = await claimed(test.ctx, agent, (await waitingJob(test.ctx)).jobId);
    expect(await job.report(0, TRAINED.slice(0, 2))).toEqual({
      expectedSeq: 2,
      directive: 'continue',
    });
    expect(await job.report(3, [step(1)])).toMatchObject({ expectedSeq: 2 });
    expect(await job.report(1, TRAINED.slice(1))).toMatchObject({ expectedSeq: 5 });
    expect(await job.report(0, TRAINED)).toMatchObject({ expectedSeq: 5 });
    const { events } = await jobRow(job.jobId);
    expect(events.map(({ type }) => type)).toEqual([
      'created',
      'claimed',
      'extracted',
      'preparing',
      'training',
      'step',
      'step',
    ]);
    expect(await job.deploy()).toEqual({ directive: 'continue' });
    expect(await job.deploy()).toEqual({ directive: 'continue' });
    expect(await job.deploy('another')).toEqual({ directive: 'lost' });
  });

  it('is claimed once by a claim that is sent twice, and by one of many agents', async () => {
    const { ctx } = test;
    const { jobId } = await waitingJob(ctx);
    const agents = [agent, await createAgent(ctx), await createAgent(ctx)];
    const claims = agents.map((who) => ({ agent: who, claimId: newId(), jobId }));
    const answers = await Promise.all(
      [...claims, ...claims].map((input) => claimJob({ ctx, input })),
    );
    const epochs = (given: typeof answers) => given.flatMap(({ job }) => (job ? [job.epoch] : []));
    // One sent again while the other is under way may find nothing yet; sent once more it finds the same job.
    expect(new Set(epochs(answers))).toEqual(new Set([1]));
    const again = await Promise.all(claims.map((input) => claimJob({ ctx, input })));
    expect(epochs(again)).toEqual([1]);
    expect(await jobRow(jobId)).toMatchObject({ attempts: 1, status: 'EXTRACTING_DATA' });
  });

  it('shows its mail to its agent, newest first and in pages, while it is being read', async () => {
    const { ctx } = test;
    const { jobId } = await waitingJob(ctx);
    const job = await claimed(ctx, agent, jobId);
    const page = (kind: 'sent' | 'incoming', cursor: string | null) =>
      readJobMail({
        ctx,
        input: { agent, jobId, epoch: job.epoch, grant: job.grant, kind, cursor, limit: 40 },
      });
    const subjects: string[] = [];
    let cursor: string | null = null;
    do {
      const { mails, nextCursor } = await page('sent', cursor);
      subjects.push(...mails.map((mail) => mail.subject));
      cursor = nextCursor;
    } while (cursor !== null);
    expect(subjects).toEqual(Array.from({ length: 100 }, (_, i) => `Re: Question ${99 - i}`));
    const incoming = await page('incoming', null);
    expect(incoming.mails[0]).toMatchObject({
      subject: 'Question 99',
      from: { name: 'Marta Lindqvist' },
      body: expect.stringContaining('what about number 99?'),
    });
    await job.report(0, TRAINED.slice(0, 2));
    await expect(page('sent', null)).rejects.toMatchObject({ code: 'lost' });
  });

  it('shows long mail in shorter pages, none missing and none twice', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const { jobId, emailAccountId, address } = await waitingJob(ctx);
    // A page of these would be 18 MiB, which as JSON may be more than an agent takes.
    const body = 'long '.repeat(200_000);
    const mails = Array.from({ length: 18 }, (_, index) =>
      testMail({
        messageId: `<long-${index}-${address}>`,
        from: { name: 'Tom Hale', address },
        isSent: true,
        body,
      }),
    );
    await importMail({ ctx, input: { emailAccountId, mails } });
    const { epoch, grant } = await claimed(ctx, agent, jobId);
    const ids: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const asked = { agent, jobId, epoch, grant, kind: 'sent' as const, cursor, limit: 200 };
      const page: Awaited<ReturnType<typeof readJobMail>> = await readJobMail({
        ctx,
        input: asked,
      });
      expect(JSON.stringify(page).length).toBeLessThan(6 * 1024 * 1024);
      ids.push(...page.mails.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(ids).toHaveLength(118);
    expect(new Set(ids).size).toBe(118);
    expect(pages).toBeGreaterThan(4);
  });

  it('is tried again after a failure that may pass, three times in all', async () => {
    const { ctx } = test;
    const waiting = await waitingJob(ctx);
    for (const attempt of [1, 2, 3]) {
      await ctx.db.prisma.fineTuningJob.update({
        where: { id: waiting.jobId },
        data: { runAfter: new Date(0) },
      });
      const job = await claimed(ctx, agent, waiting.jobId);
      expect(job.epoch).toBe(attempt);
      await job.finish({ kind: 'failed', error: FAILURE });
      const status = attempt < 3 ? 'PENDING' : 'FAILED';
      expect(await jobRow(waiting.jobId)).toMatchObject({ status, attempts: attempt });
      if (attempt === 1) {
        expect((await viewOf(waiting)).waiting).toMatchObject({ reason: 'backoff' });
      }
    }
    expect((await viewOf(waiting)).history[0]?.error).toEqual({
      code: 'trainer_crashed',
      message: 'The trainer crashed.',
      nextStep: 'Look at the log.',
    });
    expect(await noticesOf(waiting.userId)).toMatchObject([{ kind: 'job_failed' }]);
    const { job } = await retryFineTune({ ctx, input: waiting });
    expect(job).toMatchObject({ status: 'PENDING', retryOf: waiting.jobId });
    const again = await retryFineTune({ ctx, input: waiting });
    expect(again.job.id).toBe(job.id);
  });

  it('goes on with an agent that was started again, and is lost to one that was overtaken', async () => {
    const { ctx } = test;
    const job = await claimed(ctx, agent, (await waitingJob(ctx)).jobId);
    const again = { bootId: newId(), running: [{ jobId: job.jobId, epoch: job.epoch }] };
    expect((await sayHello(ctx, agent, again)).decisions).toMatchObject([
      { jobId: job.jobId, decision: 'continue' },
    ]);
    const old = { ...again, running: [{ jobId: job.jobId, epoch: job.epoch + 1 }] };
    expect((await sayHello(ctx, agent, old)).decisions).toEqual([
      { jobId: job.jobId, decision: 'lost' },
    ]);
  });
});

describe('cancelling', () => {
  const cancel = (waiting: { userId: string; jobId: string }) =>
    cancelFineTune({ ctx: test.ctx, input: waiting });

  it('ends a waiting job at once, and answers the same again', async () => {
    const waiting = await waitingJob(test.ctx);
    for (const time of [1, 2]) {
      const { job } = await cancel(waiting);
      expect([time, job.status]).toEqual([time, 'CANCELLED']);
    }
    const retried = await retryFineTune({ ctx: test.ctx, input: waiting });
    expect(retried.job.status).toBe('PENDING');
  });

  it('asks the agent of a running job by every way, and ends when it has stopped', async () => {
    const { ctx } = test;
    const waiting = await waitingJob(ctx);
    const job = await deploying(ctx, agent, waiting.jobId);
    const control = new AbortController();
    const hints = ctx.agentLinks.hints({ agentId: agent.id, signal: control.signal });
    const hinted = (async () => {
      for await (const hint of hints) if (hint.kind === 'cancel') return hint.jobId;
      return null;
    })();
    const { job: view } = await cancel(waiting);
    expect(view).toMatchObject({ status: 'DEPLOYING', cancelRequested: true });
    expect(await hinted).toBe(job.jobId);
    control.abort();
    const beat = await heartbeatJobs({ ctx, input: { agent, running: [job] } });
    expect(beat.directives).toMatchObject([{ jobId: job.jobId, directive: 'cancel' }]);
    expect(await job.report(5, [])).toMatchObject({ directive: 'cancel' });
    expect(await job.finish(completed(1))).toEqual({ directive: 'cancel' });
    expect(await job.finish({ kind: 'cancelled' })).toEqual({ directive: 'continue' });
    expect(await job.finish({ kind: 'cancelled' })).toEqual({ directive: 'continue' });
    expect(await jobRow(job.jobId)).toMatchObject({ status: 'CANCELLED', adapterSha256: ADAPTER });
  });

  it('is refused once a job has ended', async () => {
    const waiting = await waitingJob(test.ctx);
    const job = await deploying(test.ctx, agent, waiting.jobId);
    await job.finish(completed(1));
    await expect(cancel(waiting)).rejects.toMatchObject({ code: 'job_not_cancellable' });
  });

  it('leaves a job that its agent only hands back in the queue', async () => {
    const job = await claimed(test.ctx, agent, (await waitingJob(test.ctx)).jobId);
    await job.finish({ kind: 'cancelled' });
    expect(await jobRow(job.jobId)).toMatchObject({ status: 'PENDING', agentId: null });
  });
});
