import { ServiceError } from '@emailai/contracts/errors';
import { OPEN_STATUSES } from '@emailai/contracts/job/states';
import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';
import { enqueueJob } from './enqueue-job';
import type { JobView } from './job-view';
import { ownJob } from './own-job';
import { viewJob } from './view-job';

/** A new job in place of one that failed or was cancelled; asked twice, it is one. */
export async function retryFineTune({
  ctx,
  input,
}: VerbArgs<{ userId: string; jobId: string }>): Promise<{ job: JobView }> {
  ctx.limits.take('startJob', input.userId);
  const former = await ownJob({ ctx, input });
  if (former.status !== 'FAILED' && former.status !== 'CANCELLED') {
    throw new ServiceError(
      'job_not_retryable',
      'Only a job that failed or was cancelled can be retried.',
      {
        nextStep: 'Wait for this job to end, or start a new one.',
        details: { jobId: former.id, status: former.status },
      },
    );
  }
  const again = await ctx.db.prisma.fineTuningJob.findFirst({
    where: { retryOf: former.id, status: { in: OPEN_STATUSES } },
    include: { agent: true },
  });
  if (again) return { job: viewJob(ctx, again) };
  const mailbox = await ownMailbox({
    ctx,
    input: { userId: input.userId, emailAccountId: former.emailAccountId },
  });
  const { job } = await enqueueJob(ctx, { mailbox, idempotencyKey: null, retryOf: former.id });
  return { job };
}
