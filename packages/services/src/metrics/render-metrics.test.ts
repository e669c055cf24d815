import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { claimJob } from '../job/claim-job';
import { followJob } from '../job/follow-job';
import { sweepJobs } from '../job/sweep-jobs';
import { createAgent, openTestServices, type TestServices } from '../testing/open-test-services';
import { claimed, completed, deploying, waitingJob } from '../testing/work-job';
import { renderMetrics } from './render-metrics';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

async function readSeries(series: string): Promise<number | null> {
  const text = await renderMetrics({ ctx: test.ctx, input: {} });
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

it('counts claims, and jobs taken from agents that fell silent', async () => {
  const { ctx } = test;
  const agent = await createAgent(ctx);
  await claimJob({ ctx, input: { agent, claimId: newId() } });
  expect(await readSeries('emailai_claims_total{result="none"}')).toBe(1);
  const { jobId } = await waitingJob(ctx);
  await claimed(ctx, agent, jobId);
  expect(await readSeries('emailai_claims_total{result="claimed"}')).toBe(1);
  expect(await readSeries('emailai_jobs{status="EXTRACTING_DATA"}')).toBe(1);
  expect(await readSeries('emailai_agents_online')).toBe(1);
  await ctx.db.prisma.fineTuningJob.update({
    where: { id: jobId },
    data: { leaseUntil: new Date(0) },
  });
  await sweepJobs({ ctx, input: {} });
  expect(await readSeries('emailai_lease_losses_total{outcome="requeued"}')).toBe(1);
  const again = await claimed(ctx, agent, jobId);
  await again.finish({ kind: 'cancelled' });
});

it('counts who follows a job, and how late they hear of what is written from then on', async () => {
  const { ctx } = test;
  const agent = await createAgent(ctx);
  const waiting = await waitingJob(ctx);
  const follow = async () => {
    for await (const _ of followJob({ ctx, input: { ...waiting, afterSeq: 0 } }));
  };
  const following = Promise.all([follow(), follow()]);
  await vi.waitFor(async () => expect(await readSeries('emailai_watchers')).toBe(2));
  const before = (await readSeries('emailai_event_fanout_seconds_count')) ?? 0;
  const job = await deploying(ctx, agent, waiting.jobId);
  await job.finish(completed(1));
  await following;
  expect(await readSeries('emailai_watchers')).toBe(0);
  const { eventSeq } = await ctx.db.prisma.fineTuningJob.findUniqueOrThrow({
    where: { id: waiting.jobId },
  });
  // The first event was there before they came.
  expect((await readSeries('emailai_event_fanout_seconds_count')) ?? 0).toBe(
    before + 2 * (eventSeq - 1),
  );
  expect(await readSeries('emailai_event_fanout_seconds_sum')).toBeLessThan(60);
});

it('goes on without the database, and says so', async () => {
  const down = vi.spyOn(test.ctx.db.pool, 'query').mockRejectedValue(new Error('gone'));
  const text = await renderMetrics({ ctx: test.ctx, input: {} });
  down.mockRestore();
  expect(text).toContain('emailai_database_up 0\n');
  expect(text).not.toMatch(
    /^emailai_(jobs|queue_oldest_seconds|agents_online|webhooks_waiting)[ {]/m,
  );
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(await readSeries('emailai_database_up')).toBe(1);
});
