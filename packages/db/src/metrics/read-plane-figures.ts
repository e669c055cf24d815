import type { JobStatus } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';

/** What only the database knows of the plane as a whole, whichever instance is asked. */
export interface PlaneFigures {
  jobs: { status: JobStatus; count: number }[];
  /** Seconds that the oldest job which could start has waited; 0 where none waits. */
  oldestPendingSeconds: number;
  agentsOnline: number;
  webhooksDue: number;
}

const READ = {
  name: 'read_plane_figures',
  text: `
    SELECT
      (SELECT COALESCE(jsonb_agg(jsonb_build_object('status', by."status", 'count', by.n)), '[]')
       FROM (SELECT "status", count(*) AS n FROM "FineTuningJob" GROUP BY "status") by) AS "jobs",
      (SELECT COALESCE(
         extract(epoch FROM clock_timestamp() - min(GREATEST("createdAt", "runAfter"))), 0)::float8
       FROM "FineTuningJob" WHERE "status" = 'PENDING' AND "runAfter" <= clock_timestamp())
       AS "oldestPendingSeconds",
      (SELECT count(*)::int FROM "Agent"
       WHERE "revokedAt" IS NULL AND "info" ->> 'left' IS DISTINCT FROM 'true'
         AND "lastSeenAt" > clock_timestamp() - $1 * interval '1 millisecond') AS "agentsOnline",
      (SELECT count(*)::int FROM "WebhookDelivery"
       WHERE "deliveredAt" IS NULL AND "gaveUpAt" IS NULL) AS "webhooksDue"`,
};

/** Reads all figures in one statement. */
export async function readPlaneFigures(
  db: Pick<Database, 'pool'>,
  input: { agentOfflineMs: number },
): Promise<PlaneFigures> {
  const { rows } = await db.pool.query<PlaneFigures>(READ, [input.agentOfflineMs]);
  const [figures] = rows;
  if (figures === undefined) throw new Error('The figures of the plane gave no row.');
  return figures;
}
