import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';
import { findJob } from './view-job';

/** The job, if it is this writer's; else `not_found`, as for one that does not exist. */
export async function ownJob({ ctx, input }: VerbArgs<{ userId: string; jobId: string }>) {
  const row = await findJob(ctx, { id: input.jobId, userId: input.userId });
  if (row) return row;
  throw new ServiceError('not_found', 'There is no such job.', {
    nextStep: 'Open Settings → AI model to see your jobs.',
  });
}
