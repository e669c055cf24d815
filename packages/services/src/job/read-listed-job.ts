import type { VerbArgs } from '../context';
import { ownJob } from '../fine-tune/own-job';
import { LISTED, type ListedJob, listedJob } from './listed-job';

/** One of the writer's jobs, as `listJobs` tells of it. */
export async function readListedJob({
  ctx,
  input,
}: VerbArgs<{ userId: string; jobId: string }>): Promise<ListedJob> {
  const { id } = await ownJob({ ctx, input });
  const row = await ctx.db.prisma.fineTuningJob.findUniqueOrThrow({
    where: { id },
    include: LISTED,
  });
  return listedJob(ctx, row);
}
