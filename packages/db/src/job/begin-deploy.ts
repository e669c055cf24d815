import { STATUS_PROGRESS } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { explainUnwritten } from './explain-unwritten';
import type { AgentFence, FencedWrite, JobRow } from './job-row';
import { allows, FENCE, inMs, loggedUpdate, targetOf, targetStatusOf } from './job-sql';

const DEPLOYING = targetStatusOf('beginDeploy');

const BEGIN = {
  name: 'begin_deploy',
  text: loggedUpdate({
    update: `
      UPDATE "FineTuningJob" job SET
        "status" = ${targetOf('beginDeploy')}, "progress" = ${STATUS_PROGRESS[DEPLOYING]},
        "eventSeq" = job."eventSeq" + 1, "leaseUntil" = ${inMs('$6')},
        "adapterSha256" = $4, "trainResult" = $5
      WHERE ${FENCE} AND ${allows('beginDeploy')} AND job."cancelRequestedAt" IS NULL`,
    payload: `jsonb_build_object('type', 'deploying')`,
  }),
};

export interface BeginDeployInput {
  adapterSha256: string;
  trainResult: object;
  leaseMs: number;
}

/** Permits an agent to deploy this very adapter: no other can complete the job. */
export async function beginDeploy(
  db: Database,
  fence: AgentFence,
  input: BeginDeployInput,
): Promise<FencedWrite> {
  const { rows } = await db.pool.query<JobRow>(BEGIN, [
    fence.jobId,
    fence.agentId,
    fence.epoch,
    input.adapterSha256,
    input.trainResult,
    input.leaseMs,
  ]);
  const [job] = rows;
  if (job !== undefined) return { outcome: 'done', job };
  const found = await explainUnwritten(db, fence, [DEPLOYING]);
  if (found.outcome !== 'repeated') return found;
  if (found.job.cancelRequestedAt !== null) return { outcome: 'cancel' };
  return found.job.adapterSha256 === input.adapterSha256 ? found : { outcome: 'lost' };
}
