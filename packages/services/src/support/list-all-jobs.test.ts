import type { JobEvent } from '@emailai/contracts/job/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelFineTune } from '../fine-tune/cancel-fine-tune';
import { createAgent, openTestServices, type TestServices } from '../testing/open-test-services';
import { claimed, completed, deploying, waitingJob } from '../testing/work-job';
import { followAnyJob } from './follow-any-job';
import { listAllJobs } from './list-all-jobs';
import { readAnyJob } from './read-any-job';
import type { SupportFilter } from './support-view';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const list = (filter: SupportFilter, cursor: string | null = null, limit = 30) =>
  listAllJobs({ ctx: test.ctx, input: { filter, cursor, limit } });
const idsOf = async (filter: SupportFilter) => (await list(filter)).jobs.map(({ id }) => id);

const used = (gpuSeconds: number, energyWh: number, costUsd: number) =>
  ({ type: 'used', gpuSeconds, energyWh, costUsd }) as const;

describe('the jobs of everybody', () => {
  it('are listed by state and page, with what they came to, attempts that failed included', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const done = await waitingJob(ctx);
    const lost = await claimed(ctx, agent, done.jobId);
    await lost.report(0, [used(100, 5, 0.5)]);
    await lost.finish({ kind: 'cancelled' });
    const again = await deploying(ctx, agent, done.jobId);
    await again.finish({ ...completed(1), costUsd: 0.25, gpuSeconds: 50 });

    const [waiting, running, cancelled] = [
      await waitingJob(ctx),
      await waitingJob(ctx),
      await waitingJob(ctx),
    ];
    await claimed(ctx, agent, running.jobId);
    await cancelFineTune({
      ctx,
      input: { userId: cancelled.userId, jobId: cancelled.jobId },
    });

    expect(await idsOf('all')).toEqual(
      [cancelled, running, waiting, done].map(({ jobId }) => jobId),
    );
    expect(await idsOf('open')).toEqual([running.jobId, waiting.jobId]);
    expect(await idsOf('completed')).toEqual([done.jobId]);
    expect(await idsOf('cancelled')).toEqual([cancelled.jobId]);
    expect(await idsOf('failed')).toEqual([]);

    const first = await list('all', null, 3);
    expect(first.nextCursor).toBe(waiting.jobId);
    expect(first.totals).toEqual({
      waiting: 1,
      running: 1,
      month: { jobs: 4, gpuSeconds: 150, energyWh: 5, costUsd: expect.closeTo(0.75, 9) },
    });
    const second = await list('all', first.nextCursor, 3);
    expect(second).toMatchObject({
      nextCursor: null,
      jobs: [
        {
          id: done.jobId,
          attempts: 2,
          gpuSeconds: 150,
          energyWh: 5,
          writer: { name: 'Tom Hale' },
          mailboxAddress: done.address,
        },
      ],
    });
  });

  it('are told by their log and their place in the queue, without a word of mail', async () => {
    const { ctx } = test;
    const { jobId } = await waitingJob(ctx);
    const page = await readAnyJob({ ctx, input: { jobId } });
    expect(page).toMatchObject({ job: { id: jobId, status: 'PENDING' }, waiting: { position: 2 } });
    const agent = await createAgent(ctx);
    const job = await deploying(ctx, agent, jobId);
    await job.finish(completed(1));
    const events: JobEvent[] = [];
    for await (const event of followAnyJob({ ctx, input: { jobId, afterSeq: 0 } })) {
      events.push(event);
    }
    expect(events.map(({ payload }) => payload.type)).toEqual(
      expect.arrayContaining(['created', 'claimed', 'training', 'deploying', 'completed']),
    );
    const said = JSON.stringify([events, await list('all'), page]);
    expect(said).not.toMatch(/Question \d|number \d|Marta/);
  });

  it('that are not there are not found', async () => {
    const missing = readAnyJob({ ctx: test.ctx, input: { jobId: 'nosuchjob' } });
    await expect(missing).rejects.toMatchObject({ code: 'not_found' });
  });
});
