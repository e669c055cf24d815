import type { JobEvent } from '@emailai/contracts/job/events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createAgent,
  openTestServices,
  type TestAgent,
  type TestServices,
} from '../testing/open-test-services';
import { claimed, completed, deploying, step, TRAINED, waitingJob } from '../testing/work-job';
import { followJob } from './follow-job';

let test: TestServices;
let agent: TestAgent;
beforeAll(async () => {
  // No safety poll within the test: what arrives, arrives by notification.
  test = await openTestServices({ feedPollMs: 600_000, feedPingMs: 20, feedPingTimeoutMs: 2_000 });
  agent = await createAgent(test.ctx);
});
afterAll(() => test.close());

async function follow(job: { userId: string; jobId: string }, afterSeq = 0): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of followJob({ ctx: test.ctx, input: { ...job, afterSeq } })) {
    events.push(event);
  }
  return events;
}

const seqs = (events: JobEvent[]) => events.map(({ seq }) => seq);
const upTo = (last: number, from = 1) =>
  Array.from({ length: last - from + 1 }, (_, index) => from + index);

describe('following a job', () => {
  it('shows every event once, live and after a reload, and ends with the job', async () => {
    const waiting = await waitingJob(test.ctx);
    const all = follow(waiting);
    const job = await deploying(test.ctx, agent, waiting.jobId);
    const reloaded = follow(waiting, 4);
    await job.finish(completed(1));
    const events = await all;
    expect(seqs(events)).toEqual(upTo(9));
    expect(events.at(-1)?.payload).toMatchObject({ type: 'completed', version: 1 });
    expect(seqs(await reloaded)).toEqual(upTo(9, 5));
    expect(seqs(await follow(waiting, 8))).toEqual([9]);
    expect(await follow(waiting, 9)).toEqual([]);
    expect(seqs(await follow(waiting, 0))).toEqual(upTo(9));
  });

  it('is not led astray by a place that does not exist yet', async () => {
    const waiting = await waitingJob(test.ctx);
    const following = follow(waiting, 1_000);
    await vi.waitFor(() => expect(test.ctx.jobFeed.size()).toBe(1));
    const job = await deploying(test.ctx, agent, waiting.jobId);
    await job.finish(completed(1));
    expect(seqs(await following)).toEqual(upTo(9, 2));
  });

  it('misses nothing while the LISTEN connection is cut again and again', async () => {
    const { ctx, logged } = test;
    const waiting = await waitingJob(ctx);
    const following = follow(waiting);
    const job = await claimed(ctx, agent, waiting.jobId);
    await job.report(0, TRAINED.slice(0, 3));
    const cut = () =>
      ctx.db.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'emailai listener'`,
      );
    for (let at = 0; at < 30; at += 1) {
      if (at % 5 === 0) await cut();
      await job.report(3 + at, [step(at, 30)]);
    }
    await job.finish({
      kind: 'failed',
      error: { code: 'internal', message: 'm', nextStep: 'n', retryable: false },
    });
    const events = await following;
    expect(seqs(events)).toEqual(upTo(events.length));
    expect(events.at(-1)?.status).toBe('FAILED');
    await vi.waitFor(() =>
      expect(logged.some(({ event }) => event === 'job_listener_lost')).toBe(true),
    );
  });

  it('hears of a job the moment it is written', async () => {
    const control = new AbortController();
    const hints = test.ctx.agentLinks.hints({ agentId: agent.id, signal: control.signal });
    const hint = hints.next();
    await waitingJob(test.ctx);
    expect((await hint).value).toEqual({ kind: 'jobs' });
    control.abort();
  });
});
