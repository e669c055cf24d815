import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';
import { LISTED, type ListedJob, listedJob } from './listed-job';

interface ListInput {
  userId: string;
  /** The last job of the page before; `null` starts with the newest. */
  after: string | null;
  limit: number;
}

/** A page of the writer's jobs of all mailboxes, newest first. */
export async function listJobs({
  ctx,
  input,
}: VerbArgs<ListInput>): Promise<{ jobs: ListedJob[]; hasMore: boolean }> {
  const { userId, after, limit } = input;
  const { fineTuningJob } = ctx.db.prisma;
  const last = after && (await fineTuningJob.findFirst({ where: { id: after, userId } }));
  if (after && !last) {
    throw new ServiceError('invalid_input', `There is no job ${after} to go on after.`, {
      nextStep: 'Send the id of the last job of the page before.',
      details: { param: 'after' },
    });
  }
  const rows = await fineTuningJob.findMany({
    where: {
      userId,
      ...(last
        ? {
            OR: [
              { createdAt: { lt: last.createdAt } },
              { createdAt: last.createdAt, id: { lt: last.id } },
            ],
          }
        : {}),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: LISTED,
  });
  const jobs = rows.slice(0, limit).map((row) => listedJob(ctx, row));
  return { jobs, hasMore: rows.length > limit };
}
