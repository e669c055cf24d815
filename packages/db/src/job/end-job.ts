import type { JobError } from '@emailai/contracts/errors';
import { type JobStatus, STATUS_PROGRESS, statusesAllowing } from '@emailai/contracts/job/states';
import type { ClientBase, Pool } from 'pg';
import type { JobFence, JobRow } from './job-row';
import { writeJob } from './write-job';

export type JobOutcome =
  | { type: 'cancelled' }
  | { type: 'failed'; error: JobError }
  /** Back into the queue, to be claimed again after `delayMs`. */
  | { type: 'requeued'; reason: string; delayMs: number };

export interface EndJobInput {
  jobId: string;
  outcome: JobOutcome;
  /** Narrower than what the state machine allows. */
  from?: readonly JobStatus[];
  fence?: JobFence;
  /** A further guard in SQL, without parameters. */
  where?: string;
}

/** Takes a job from its agent without a model: FAILED, CANCELLED, or PENDING again. `null` where a guard held. */
export function endJob(on: Pool | ClientBase, input: EndJobInput): Promise<JobRow | null> {
  const { jobId, outcome, fence, where = 'TRUE' } = input;
  const common = { jobId, fence, where };
  switch (outcome.type) {
    case 'cancelled':
      return writeJob(on, {
        ...common,
        from: input.from ?? statusesAllowing('cancel'),
        payload: { type: 'cancelled' },
        set: `"status" = 'CANCELLED', "finishedAt" = now(), "leaseUntil" = NULL`,
      });
    case 'failed':
      return writeJob(on, {
        ...common,
        from: input.from ?? statusesAllowing('fail'),
        payload: outcome,
        set: `"status" = 'FAILED', "finishedAt" = now(), "leaseUntil" = NULL,
              "errorCode" = $6, "errorMessage" = $7, "errorNextStep" = $8`,
        values: [outcome.error.code, outcome.error.message, outcome.error.nextStep],
      });
    case 'requeued':
      return writeJob(on, {
        ...common,
        from: input.from ?? statusesAllowing('requeue'),
        payload: { type: 'requeued', reason: outcome.reason },
        set: `"status" = 'PENDING', "progress" = $6, "agentId" = NULL, "claimId" = NULL,
              "leaseUntil" = NULL, "adapterSha256" = NULL,
              "runAfter" = now() + $7 * interval '1 millisecond'`,
        values: [STATUS_PROGRESS.PENDING, outcome.delayMs],
      });
  }
}
