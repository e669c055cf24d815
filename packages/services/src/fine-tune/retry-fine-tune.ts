import { ServiceError } from '@emailai/contracts/errors';
import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';
import { enqueueJob } from './enqueue-job';
import type { JobView } from './job-view';
import { ownJob } from './own-job';

/** A new job in place of one that failed or was cancelled; while that one is open, asking again answers it. */
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
  const mailbox = await ownMailbox({
    ctx,
    input: { userId: input.userId, emailAccountId: former.emailAccountId },
  });
  const { job } = await enqueueJob(ctx, { mailbox, idempotencyKey: null, retryOf: former.id });
  return { job };
}
