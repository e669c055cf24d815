import type { Directive, Fence } from '@emailai/contracts/agent-protocol';
import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { inMs, statusIn } from './job-sql';

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
    RETURNING job."id", job."cancelRequestedAt" IS NOT NULL AS "isCancelled"`,
};

/** Prolongs the leases an agent says it holds, and tells it for each whether to go on. */
export async function renewLeases(
  db: Database,
  input: { agentId: string; leaseMs: number; held: readonly Fence[] },
): Promise<{ jobId: string; directive: Directive }[]> {
  if (input.held.length === 0) return [];
  const { rows } = await db.pool.query<{ id: string; isCancelled: boolean }>(RENEW, [
    input.agentId,
    input.held.map(({ jobId }) => jobId),
    input.held.map(({ epoch }) => epoch),
    input.leaseMs,
  ]);
  const cancelledById = new Map(rows.map((row) => [row.id, row.isCancelled]));
  return input.held.map(({ jobId }) => {
    const isCancelled = cancelledById.get(jobId);
    if (isCancelled === undefined) return { jobId, directive: 'lost' };
    return { jobId, directive: isCancelled ? 'cancel' : 'continue' };
  });
}
