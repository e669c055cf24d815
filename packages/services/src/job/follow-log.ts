import type { JobEvent } from '@emailai/contracts/job/events';
import { isTerminal, type JobStatus } from '@emailai/contracts/job/states';
import type { ServiceContext } from '../context';

export interface FollowLogInput {
  /** Seq of the last event already seen; 0 for the whole log. */
  afterSeq: number;
  signal?: AbortSignal | undefined;
}

/** A job's events, from the log and then live, until it has ended; whoever asks may read them. */
export async function* followLog(
  ctx: ServiceContext,
  job: { id: string; status: JobStatus; eventSeq: number },
  { afterSeq, signal }: FollowLogInput,
): AsyncGenerator<JobEvent, void> {
  // A client that has seen the end has nothing to wait for.
  if (isTerminal(job.status) && afterSeq >= job.eventSeq) return;
  const leave = ctx.metrics.watcherJoined();
  try {
    const events = ctx.jobFeed.follow({
      jobId: job.id,
      // A seq that no event has yet would hide the events up to it.
      afterSeq: Math.min(afterSeq, job.eventSeq),
      signal,
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
