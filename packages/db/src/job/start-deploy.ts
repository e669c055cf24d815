import { STATUS_PROGRESS } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { applyJobEvent } from './apply-job-event';
import type { JobFence, JobRow } from './job-row';
import { allows, FENCE, inMs, jobEventSql, targetOf, targetStatusOf } from './job-sql';

export interface StartDeployInput {
  jobId: string;
  fence: JobFence;
  adapterSha256: string;
  /** What training came to; numbers only. */
  trainResult: object;
  leaseMs: number;
}

const START = {
  name: 'start_deploy',
  text: jobEventSql({
    update: `
      UPDATE "FineTuningJob" job SET
        "status" = ${targetOf('beginDeploy')},
        "progress" = ${STATUS_PROGRESS[targetStatusOf('beginDeploy')]},
        "eventSeq" = job."eventSeq" + 1, "leaseUntil" = ${inMs('$6')},
        "adapterSha256" = $4, "trainResult" = $5
      WHERE ${FENCE} AND ${allows('beginDeploy')} AND job."cancelRequestedAt" IS NULL`,
    payload: `jsonb_build_object('type', 'deploying')`,
  }),
};

/**
 * Permits an agent to deploy this very adapter: no other one can complete the job. `null` where the job is
 * not this claim's, not TRAINING, or to be cancelled.
 */
export async function startDeploy(db: Database, input: StartDeployInput): Promise<JobRow | null> {
  const { jobId, fence, adapterSha256, trainResult, leaseMs } = input;
  const [row] = await applyJobEvent(db, START, [
    jobId,
    fence.agentId,
    fence.epoch,
    adapterSha256,
    trainResult,
    leaseMs,
  ]);
  return row ?? null;
}
