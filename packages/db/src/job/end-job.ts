import type { JobError } from '@emailai/contracts/errors';
import type { Database } from '../open-database';
import { applyJobEvent } from './apply-job-event';
import type { JobFence, JobRow } from './job-row';
import { allows, FENCE, targetOf } from './job-sql';
import { leaveJobSql, unlessCancelled } from './leave-job-sql';

export type JobOutcome =
  | { type: 'cancelled' }
  | { type: 'failed'; error: JobError }
  /** Back into the queue, to be claimed again after `delayMs`. */
  | { type: 'requeued'; reason: string; delayMs: number };

export interface EndJobInput {
  jobId: string;
  fence: JobFence;
  outcome: JobOutcome;
}

const leave = (name: string, trigger: 'cancel' | 'fail' | 'requeue') => ({
  name,
  text: leaveJobSql({
    // What an agent holds is what can fail; a waiting job has no agent to leave.
    where: `${FENCE} AND ${allows('fail')} AND ${allows(trigger)}`,
    next: unlessCancelled(targetOf(trigger)),
    firstCommon: 4,
  }),
});

const STATEMENTS = {
  cancelled: leave('end_job_cancelled', 'cancel'),
  failed: leave('end_job_failed', 'fail'),
  requeued: leave('end_job_requeued', 'requeue'),
};

/**
 * Takes a job from its agent without a model: FAILED, CANCELLED, or PENDING again. A job whose writer has
 * asked for its end is always CANCELLED, whatever `outcome` says: see the row's status. `null` where the job
 * is not this claim's any more.
 */
export async function endJob(
  db: Pick<Database, 'pool'>,
  { jobId, fence, outcome }: EndJobInput,
): Promise<JobRow | null> {
  const [row] = await applyJobEvent(db, STATEMENTS[outcome.type], [
    jobId,
    fence.agentId,
    fence.epoch,
    outcome.type === 'requeued' ? outcome.reason : null,
    outcome.type === 'failed' ? outcome.error : null,
    outcome.type === 'requeued' ? outcome.delayMs : 0,
  ]);
  return row ?? null;
}
