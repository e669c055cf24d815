import { ServiceError } from '@emailai/contracts/errors';
import { createJob } from '@emailai/db/job/create-job';
import type { ServiceContext } from '../context';
import type { JobView } from './job-view';
import { ownJob } from './own-job';
import { viewJob } from './view-job';

interface EnqueueInput {
  mailbox: { id: string; userId: string };
  idempotencyKey: string | null;
  retryOf: string | null;
}

/** Puts a job into the queue; `job_active` with the job where the mailbox has one already. */
export async function enqueueJob(
  ctx: ServiceContext,
  { mailbox, idempotencyKey, retryOf }: EnqueueInput,
): Promise<{ job: JobView; created: boolean }> {
  const { id: emailAccountId, userId } = mailbox;
  const { kind, jobId } = await createJob(ctx.db, {
    userId,
    emailAccountId,
    idempotencyKey,
    retryOf,
  });
  const job = viewJob(ctx, await ownJob({ ctx, input: { userId, jobId } }));
  if (kind === 'active') {
    throw new ServiceError('job_active', 'A model is being trained for this mailbox already.', {
      nextStep: 'Wait for it to end, or cancel it first.',
      details: { jobId, job },
    });
  }
  if (kind === 'created') ctx.log({ level: 'info', event: 'job_created', jobId, emailAccountId });
  if (job.emailAccountId !== emailAccountId) {
    throw new ServiceError('invalid_input', 'This key was used for another mailbox of yours.', {
      nextStep: 'Send a new Idempotency-Key for a new order.',
      details: { param: 'Idempotency-Key' },
    });
  }
  return { job, created: kind === 'created' };
}
