import type { JobEvent } from '@emailai/contracts/job/events';
import { isTerminal } from '@emailai/contracts/job/states';
import type { VerbArgs } from '../context';
import { ownJob } from '../fine-tune/own-job';

interface FollowJobInput {
  userId: string;
  jobId: string;
  /** Seq of the last event already seen; 0 for the whole log. */
  afterSeq: number;
  signal?: AbortSignal | undefined;
}

/** Events of one of the writer's jobs, from the log and then live, until the job has ended. */
export async function* followJob({
  ctx,
  input,
}: VerbArgs<FollowJobInput>): AsyncGenerator<JobEvent, void> {
  const job = await ownJob({ ctx, input });
  // A client that has seen the end has nothing to wait for.
  if (isTerminal(job.status) && input.afterSeq >= job.eventSeq) return;
  yield* ctx.jobFeed.follow({
    jobId: job.id,
    // A seq that no event has yet would hide the events up to it.
    afterSeq: Math.min(input.afterSeq, job.eventSeq),
    signal: input.signal,
  });
}
