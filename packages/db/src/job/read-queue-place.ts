import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { allows, CLOCK, statusIn } from './job-sql';

/** Where a waiting job stands, all of one moment and by the database's clock. */
export interface QueuePlace {
  /** Jobs that an agent would be given first. */
  ahead: number;
  /** Until it may be claimed; 0 where it may be now. */
  waitMs: number;
  /** Claims so far. */
  attempts: number;
  /** Agents that hold a job under a live lease. */
  busyAgents: number;
}

const READ = {
  name: 'read_queue_place',
  // The order of claims, and who may not be claimed yet when this one may.
  text: `
    SELECT mine."attempts", busy."agents" AS "busyAgents", ahead."jobs" AS "ahead",
           GREATEST(0, 1000 * EXTRACT(epoch FROM mine."runAfter" - ${CLOCK}))::float8 AS "waitMs"
    FROM "FineTuningJob" mine
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "jobs" FROM "FineTuningJob" job
      WHERE ${allows('claim')} AND job."cancelRequestedAt" IS NULL
        AND (job."createdAt", job."id") < (mine."createdAt", mine."id")
        AND job."runAfter" <= GREATEST(mine."runAfter", ${CLOCK})
    ) ahead
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT job."agentId")::int AS "agents" FROM "FineTuningJob" job
      WHERE ${statusIn(ACTIVE_STATUSES)} AND job."leaseUntil" > ${CLOCK}
    ) busy
    WHERE mine."id" = $1 AND mine."status" = 'PENDING'`,
};

/** `null` where the job does not wait (any more). */
export async function readQueuePlace(
  db: Pick<Database, 'pool'>,
  { jobId }: { jobId: string },
): Promise<QueuePlace | null> {
  const { rows } = await db.pool.query<QueuePlace>(READ, [jobId]);
  return rows[0] ?? null;
}
