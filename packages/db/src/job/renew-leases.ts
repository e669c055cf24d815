import type { Fence } from '@emailai/contracts/agent-protocol';
import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { inMs, statusIn } from './job-sql';

export interface HeldJob {
  jobId: string;
  cancelRequested: boolean;
}

const RENEW = {
  name: 'renew_leases',
  // Rows are locked in the order of their ids: two heartbeats of one agent must not wait for each other.
  text: `
    WITH held AS (
      SELECT job."id" FROM "FineTuningJob" job
      JOIN unnest($2::text[], $3::int[]) AS said ("id", "epoch")
        ON said."id" = job."id" AND said."epoch" = job."leaseEpoch"
      WHERE job."agentId" = $1 AND ${statusIn(ACTIVE_STATUSES)}
      ORDER BY job."id" FOR UPDATE OF job
    )
    UPDATE "FineTuningJob" job SET "leaseUntil" = ${inMs('$4')}
    FROM held WHERE job."id" = held."id"
    RETURNING job."id" AS "jobId", job."cancelRequestedAt" IS NOT NULL AS "cancelRequested"`,
};

/** Prolongs the leases of what an agent says it holds, and answers those that it does hold. */
export async function renewLeases(
  db: Database,
  input: { agentId: string; jobs: readonly Fence[]; leaseMs: number },
): Promise<HeldJob[]> {
  if (input.jobs.length === 0) return [];
  const { rows } = await db.pool.query<HeldJob>(RENEW, [
    input.agentId,
    input.jobs.map(({ jobId }) => jobId),
    input.jobs.map(({ epoch }) => epoch),
    input.leaseMs,
  ]);
  return rows;
}
