import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAgent,
  openTestServices,
  type TestServices,
  type TestWriter,
} from '../testing/open-test-services';
import { claimed, waitingJob } from '../testing/work-job';
import { readFineTune } from './read-fine-tune';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices({ retryBackoffMs: 90_000 });
});
afterAll(() => test.close());

const waitingOf = async ({ userId, emailAccountId }: TestWriter) =>
  (await readFineTune({ ctx: test.ctx, input: { userId, emailAccountId } })).waiting;

const OUT_OF_MEMORY = {
  kind: 'failed',
  error: {
    code: 'out_of_memory',
    message: 'The GPU ran out of memory.',
    nextStep: 'Close other programs.',
    retryable: true,
  },
} as const;

describe('why a job waits', () => {
  it('is the queue, then the busy agents, then nothing but a moment', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const [first, second, third] = [
      await waitingJob(ctx),
      await waitingJob(ctx),
      await waitingJob(ctx),
    ];
    expect(await waitingOf(first)).toMatchObject({ reason: 'starting', message: 'You are next.' });
    expect(await waitingOf(third)).toMatchObject({
      reason: 'queue',
      position: 3,
      message: '2 jobs are before yours.',
    });

    const job = await claimed(ctx, agent, first.jobId);
    expect(await waitingOf(first)).toBeNull();
    expect(await waitingOf(second)).toMatchObject({
      reason: 'busy',
      position: 1,
      message: 'You are next, as soon as the agent has finished its job.',
    });
    const other = await createAgent(ctx);
    expect(await waitingOf(second)).toMatchObject({ reason: 'starting' });
    await claimed(ctx, other, third.jobId);
    expect(await waitingOf(second)).toMatchObject({
      message: 'You are next, as soon as one of the 2 agents has finished its job.',
    });

    await job.finish(OUT_OF_MEMORY);
    const waiting = await waitingOf(first);
    expect(waiting).toMatchObject({ reason: 'backoff', position: 1 });
    expect(waiting?.message).toMatch(/^Attempt 1 ended early; attempt 2 starts in (90|8\d) s\.$/);
    // Who may not start yet is before nobody.
    expect(await waitingOf(second)).toMatchObject({ reason: 'starting', position: 1 });
  });
});
