import type { JobEvent } from '@emailai/contracts/job/events';
import { isTerminal } from '@emailai/contracts/job/states';
import type { ServiceContext, VerbArgs } from '../context';
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
  const leave = ctx.metrics.watcherJoined();
  try {
    const events = ctx.jobFeed.follow({
      jobId: job.id,
      // A seq that no event has yet would hide the events up to it.
      afterSeq: Math.min(input.afterSeq, job.eventSeq),
      signal: input.signal,
    });
    for await (const event of events) {
      // What was in the log before says nothing about how fast news travels.
      if (event.seq > job.eventSeq) ctx.metrics.eventShown(ageOf(ctx, event));
      yield event;
    }
  } finally {
    leave();
  }
}

const ageOf = ({ databaseClock }: ServiceContext, { at }: JobEvent) =>
  databaseClock.now().getTime() - at.getTime();
