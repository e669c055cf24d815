import { ServiceError } from '@emailai/contracts/errors';
import { requestCancel } from '@emailai/db/job/request-cancel';

import type { VerbArgs } from '../context';
import type { JobView } from './job-view';
import { ownJob } from './own-job';
import { viewJob } from './view-job';

/**
 * Cancels a job of the writer's: at once while it waits; once its agent has stopped while it runs, and by the
 * sweeper where the agent is gone. Asked again it answers the same.
 */
export async function cancelFineTune({
  ctx,
  input,
}: VerbArgs<{ userId: string; jobId: string }>): Promise<{ job: JobView }> {
  const before = await ownJob({ ctx, input });
  await requestCancel(ctx.db, { jobId: before.id });
  const after = await ownJob({ ctx, input });
  if (after.status === 'COMPLETED' || after.status === 'FAILED') {
    throw new ServiceError('job_not_cancellable', 'This job has ended already.', {
      nextStep: 'Open it to see how it ended.',
      details: { jobId: after.id, status: after.status },
    });
  }
  if (after.agentId !== null) {
    ctx.agentLinks.hint(after.agentId, { kind: 'cancel', jobId: after.id });
  }
  return { job: viewJob(ctx, after) };
}
