import { ServiceError } from '@emailai/contracts/errors';
import type { ServiceContext } from '../context';
import { viewJob } from '../fine-tune/view-job';
import type { SupportJob } from './support-view';

/** What `viewSupportJob` needs of a job's neighbours. */
export const SUPPORT_INCLUDE = { agent: true, user: true, emailAccount: true } as const;

/** Any job, for an operator; `not_found` where there is none. */
export async function anyJob(ctx: ServiceContext, jobId: string) {
  const row = await ctx.db.prisma.fineTuningJob.findUnique({
    where: { id: jobId },
    include: SUPPORT_INCLUDE,
  });
  if (row) return row;
  throw new ServiceError('not_found', 'There is no such job.', {
    nextStep: 'Open Jobs to see all of them.',
  });
}

type Row = Awaited<ReturnType<typeof anyJob>>;

export function viewSupportJob(ctx: ServiceContext, row: Row): SupportJob {
  return {
    ...viewJob(ctx, row),
    writer: { name: row.user.name, email: row.user.email },
    mailboxAddress: row.emailAccount.address,
  };
}
