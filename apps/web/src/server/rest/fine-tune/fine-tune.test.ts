import { newId } from '@emailai/contracts/ids';
import {
  createAgent,
  createWriter,
  type TestAgent,
} from '@emailai/services/testing/open-test-services';
import { claimed } from '@emailai/services/testing/work-job';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openRestDesk, type RestDesk } from '../testing/open-rest-desk';
import {
  jobActiveSchema,
  jobAnswerSchema,
  startedAnswerSchema,
  statusAnswerSchema,
} from './fine-tune-schemas';

let desk: RestDesk;
let agent: TestAgent;
beforeAll(async () => {
  desk = await openRestDesk();
  agent = await createAgent(desk.plane.ctx);
});
afterAll(() => desk.close());

const PATH = '/api/user/ai/fine-tune';
const start = (token: string, ask: { headers?: Record<string, string>; body?: unknown } = {}) =>
  desk.ask('POST', PATH, { token, ...ask });
const read = async (token: string, query = '') =>
  statusAnswerSchema.parse((await desk.ask('GET', PATH + query, { token })).json);
const cancel = (token: string, query = '') => desk.ask('DELETE', PATH + query, { token });
const jobIn = (json: unknown) => jobAnswerSchema.parse(json).job;
const countJobs = (userId: string) =>
  desk.plane.ctx.db.prisma.fineTuningJob.count({ where: { userId } });

/** A second, not primary mailbox of the writer's with enough mail. */
async function secondMailbox(userId: string): Promise<string> {
  const { emailAccountId: id } = await createWriter(desk.plane.ctx, 100);
  const data = { userId, isPrimary: false };
  await desk.plane.ctx.db.prisma.emailAccount.update({ where: { id }, data });
  return id;
}

describe('POST', () => {
  it('starts a job with nothing but a token, as a script would', async () => {
    const { token, emailAccountId } = await desk.writer(100);
    const started = await start(token);
    expect(started.status).toBe(202);
    expect(jobIn(started.json)).toMatchObject({
      emailAccountId,
      status: 'PENDING',
      progress: 0,
      cancelRequested: false,
    });
  });

  it('takes what older scripts send, and says what it does not use', async () => {
    const { token } = await desk.writer(100);
    const plain = startedAnswerSchema.parse((await start(token)).json);
    expect(plain.notes).toEqual([]);
    await cancel(token);
    const body = { baseModel: 'meta-llama/Llama-3.1-8B-Instruct', epochs: 3 };
    const started = await start(token, { body });
    expect(started.status).toBe(202);
    expect(startedAnswerSchema.parse(started.json).notes).toEqual([
      expect.stringContaining('baseModel'),
      expect.stringContaining('epochs'),
    ]);
  });

  it('answers one job for one Idempotency-Key, however often and at once it is sent', async () => {
    const { token, userId } = await desk.writer(100);
    const headers = { 'Idempotency-Key': 'order-2026-03-01' };
    const answers = await Promise.all([1, 2, 3].map(() => start(token, { headers })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ json }) => jobIn(json).id)).size).toBe(1);
    expect(await countJobs(userId)).toBe(1);
    await cancel(token);
    expect(jobIn((await start(token, { headers })).json)).toMatchObject({ status: 'CANCELLED' });
    expect(await countJobs(userId)).toBe(1);
  });

  it('answers 409 with the job in the way, whatever the key', async () => {
    const { token, userId } = await desk.writer(100);
    const { id } = jobIn((await start(token)).json);
    for (const headers of [{}, { 'Idempotency-Key': newId() }]) {
      const refused = await start(token, { headers });
      expect(refused.status).toBe(409);
      const { error, job } = jobActiveSchema.parse(refused.json);
      expect(error).toMatchObject({ code: 'job_active', param: null });
      expect(job).toMatchObject({ id, status: 'PENDING' });
    }
    expect(await countJobs(userId)).toBe(1);
  });

  it('answers 403 with the counts where there is too little mail', async () => {
    const { token, userId } = await desk.writer(94);
    const refused = await start(token);
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({
      error: { code: 'not_eligible', message: expect.stringContaining('6 more') },
      eligibility: { sentCount: 94, required: 100, missing: 6 },
    });
    expect(await countJobs(userId)).toBe(0);
  });

  it('takes the mailbox that is named, and each has a job of its own', async () => {
    const { token, userId, emailAccountId } = await desk.writer(100);
    const second = await secondMailbox(userId);
    const body = { emailAccountId: second };
    expect(jobIn((await start(token, { body })).json).emailAccountId).toBe(second);
    expect(jobIn((await start(token, { body: {} })).json).emailAccountId).toBe(emailAccountId);
    expect((await read(token)).active?.emailAccountId).toBe(emailAccountId);
    const query = `?emailAccountId=${second}`;
    expect((await read(token, query)).active?.emailAccountId).toBe(second);
    expect(jobIn((await cancel(token, query)).json).emailAccountId).toBe(second);
    expect((await read(token)).active).not.toBeNull();
  });

  it('refuses a key that ordered for another mailbox', async () => {
    const { token, userId } = await desk.writer(100);
    const headers = { 'Idempotency-Key': 'the-same-key' };
    await start(token, { headers });
    const body = { emailAccountId: await secondMailbox(userId) };
    const refused = await start(token, { headers, body });
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({
      error: { code: 'invalid_input', param: 'Idempotency-Key' },
    });
    expect(await countJobs(userId)).toBe(1);
  });

  it('is braked with Retry-After', async () => {
    const { token } = await desk.writer(0);
    const statuses = [];
    for (let time = 0; time < 10; time += 1) statuses.push((await start(token)).status);
    expect(statuses).toEqual(Array(10).fill(403));
    const braked = await start(token);
    expect(braked.status).toBe(429);
    expect(Number(braked.headers['retry-after'])).toBeGreaterThan(0);
    expect(braked.json).toMatchObject({ error: { code: 'rate_limited' } });
  });
});

describe('GET', () => {
  it('tells how things stand before, during and after', async () => {
    const { token, emailAccountId, address } = await desk.writer(100);
    expect(await read(token)).toMatchObject({
      mailbox: { id: emailAccountId, address },
      eligibility: { eligible: true, sentCount: 100, missing: 0 },
      active: null,
      waiting: null,
      history: [],
    });
    const { id } = jobIn((await start(token)).json);
    const during = await read(token);
    expect(during.active?.id).toBe(id);
    expect(during.waiting?.position).toBeGreaterThan(0);
    await cancel(token);
    expect(await read(token)).toMatchObject({
      active: null,
      waiting: null,
      history: [{ id, status: 'CANCELLED' }],
    });
  });

  it('answers HEAD with the head alone', async () => {
    const { token } = await desk.writer(1);
    const answer = await desk.ask('HEAD', PATH, { token });
    expect(answer).toMatchObject({ status: 200, text: '' });
  });
});

describe('DELETE', () => {
  it('cancels what waits at once, and says 404 when there is nothing more', async () => {
    const { token } = await desk.writer(100);
    const { id } = jobIn((await start(token)).json);
    const cancelled = await cancel(token);
    expect(cancelled.status).toBe(202);
    expect(jobIn(cancelled.json)).toMatchObject({ id, status: 'CANCELLED' });
    expect((await cancel(token)).status).toBe(404);
  });

  it('asks the agent of a running job to stop, and says the same until it has', async () => {
    const { token } = await desk.writer(100);
    const { id } = jobIn((await start(token)).json);
    await claimed(desk.plane.ctx, agent, id);
    for (const query of ['', `?jobId=${id}`]) {
      const answer = await cancel(token, query);
      expect(answer.status).toBe(202);
      expect(jobIn(answer.json)).toMatchObject({
        id,
        status: 'EXTRACTING_DATA',
        cancelRequested: true,
      });
    }
  });

  it('answers 409 for a job that has ended otherwise', async () => {
    const { token } = await desk.writer(100);
    const { id } = jobIn((await start(token)).json);
    const job = await claimed(desk.plane.ctx, agent, id);
    const error = {
      code: 'out_of_memory' as const,
      message: 'Too little memory.',
      nextStep: 'Choose a smaller base.',
      retryable: false,
    };
    await job.finish({ kind: 'failed', error });
    const refused = await cancel(token, `?jobId=${id}`);
    expect(refused.status).toBe(409);
    const code = z.object({ error: z.object({ code: z.string() }) }).parse(refused.json).error.code;
    expect(code).toBe('job_not_cancellable');
  });
});
