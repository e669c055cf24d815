import { type JobEvent, jobEventSchema } from '@emailai/contracts/job/events';
import type { VerbArgs } from '../context';
import { ownJob } from '../fine-tune/own-job';

interface ListInput {
  userId: string;
  jobId: string;
  /** Seq of the last event of the page before; `null` starts with the newest. */
  beforeSeq: number | null;
  limit: number;
}

/** A page of the log of one of the writer's jobs, newest first. */
export async function listJobEvents({
  ctx,
  input,
}: VerbArgs<ListInput>): Promise<{ events: JobEvent[]; hasMore: boolean }> {
  const { beforeSeq, limit } = input;
  const { id: jobId } = await ownJob({ ctx, input });
  const rows = await ctx.db.prisma.jobEvent.findMany({
    where: { jobId, ...(beforeSeq === null ? {} : { seq: { lt: beforeSeq } }) },
    orderBy: { seq: 'desc' },
    take: limit + 1,
  });
  const events = rows.slice(0, limit).map((row) => jobEventSchema.parse(row));
  return { events, hasMore: rows.length > limit };
}
