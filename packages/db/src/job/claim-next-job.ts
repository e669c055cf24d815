import { ACTIVE_STATUSES, STATUS_PROGRESS } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { retryOnConflict } from '../retry-on-conflict';
import { applyJobEvent } from './apply-job-event';
import type { JobRow } from './job-row';
import { CLOCK, inMs, jobEventSql, statusIn, targetOf, targetStatusOf } from './job-sql';

/** A job as it is given to its agent, with what the agent must know of the mailbox. */
export interface ClaimedRow extends JobRow {
  address: string;
  aliases: string[];
  ownName: string;
}

export interface ClaimInput {
  agentId: string;
  /** Made by the agent for one wish to work; the same one again answers the same job. */
  claimId: string;
  leaseMs: number;
  /** Only this job, not the next one. */
  jobId: string | null;
}

// No look at the status after the pick, which has locked the row: it would tempt the planner to read the whole queue.
const PICK = `
  held AS (SELECT job.* FROM "FineTuningJob" job WHERE job."claimId" = $2),
  claimer AS (
    SELECT "id", "name" FROM "Agent"
    WHERE "id" = $1 AND "revokedAt" IS NULL AND "drainRequestedAt" IS NULL
  ),
  picked AS (
    SELECT next.id FROM claimer CROSS JOIN LATERAL "next_waiting_job"($4) AS next (id)
    WHERE NOT EXISTS (SELECT FROM held)
  ),`;

const CLAIM = {
  name: 'claim_job',
  text: jobEventSql({
    before: PICK,
    update: `
      UPDATE "FineTuningJob" job SET
        "status" = ${targetOf('claim')}, "progress" = ${STATUS_PROGRESS[targetStatusOf('claim')]},
        "eventSeq" = job."eventSeq" + 1, "agentId" = $1, "claimId" = $2,
        "leaseEpoch" = job."leaseEpoch" + 1, "leaseUntil" = ${inMs('$3')},
        "agentSeq" = 0, "attempts" = job."attempts" + 1,
        "adapterSha256" = NULL, "trainResult" = NULL, "costUsdBefore" = job."costUsd",
        "gpuSecondsBefore" = job."gpuSeconds", "energyWhBefore" = COALESCE(job."energyWh", 0),
        "startedAt" = COALESCE(job."startedAt", ${CLOCK}),
        "version" = (
          SELECT COALESCE(max(model."version"), 0) + 1 FROM "ModelVersion" model
          WHERE model."emailAccountId" = job."emailAccountId"
        )
      FROM picked WHERE job."id" = picked.id`,
    payload: `jsonb_build_object(
      'type', 'claimed', 'agentId', $1::text, 'epoch', changed."leaseEpoch",
      'agentName', (SELECT "name" FROM claimer))`,
    result: `
      SELECT given.*, mailbox."address", mailbox."aliases", mailbox."ownName"
      FROM (
        SELECT * FROM changed
        UNION ALL
        SELECT job.* FROM held job WHERE job."agentId" = $1 AND ${statusIn(ACTIVE_STATUSES)}
      ) given JOIN "EmailAccount" mailbox ON mailbox."id" = given."emailAccountId"`,
  }),
};

/**
 * Gives the oldest waiting job to an agent, for a lease and under a new epoch; `null` where nothing waits,
 * the agent is revoked or drains, or this claim's job was lost meanwhile. Any number of agents may claim at once.
 */
export async function claimNextJob(db: Database, input: ClaimInput): Promise<ClaimedRow | null> {
  const values = [input.agentId, input.claimId, input.leaseMs, input.jobId];
  // The same claim, sent twice, may arrive twice at once; then the other one has the job.
  return retryOnConflict('FineTuningJob_claimId_key', async () => {
    const [row] = await applyJobEvent<ClaimedRow>(db, CLAIM, values);
    return row ?? null;
  });
}
