import { STATUS_PROGRESS, statusesAllowing } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import type { JobFence, JobRow } from './job-row';
import { writeJob } from './write-job';

export interface StartDeployInput {
  jobId: string;
  fence: JobFence;
  adapterSha256: string;
  /** What training came to; numbers only. */
  trainResult: unknown;
  leaseMs: number;
}

/** TRAINING → DEPLOYING, with the hash that the deployed adapter must have. `null` where a guard held. */
export function startDeploy(
  db: Pick<Database, 'pool'>,
  { jobId, fence, adapterSha256, trainResult, leaseMs }: StartDeployInput,
): Promise<JobRow | null> {
  return writeJob(db.pool, {
    jobId,
    from: statusesAllowing('beginDeploy'),
    fence,
    payload: { type: 'deploying' },
    set: `"status" = 'DEPLOYING', "progress" = $6, "adapterSha256" = $7, "trainResult" = $8::jsonb,
          "leaseUntil" = now() + $9 * interval '1 millisecond'`,
    where: '"cancelRequestedAt" IS NULL',
    values: [STATUS_PROGRESS.DEPLOYING, adapterSha256, JSON.stringify(trainResult), leaseMs],
  });
}
