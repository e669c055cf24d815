import type { AgentEvent } from '@emailai/contracts/job/events';
import type { Database } from '../open-database';

/**
 * Events that tell of the way between two states. They go with age; what says that a job changed its state,
 * and why, stays as long as the job.
 */
const PRUNED = [
  'extracted',
  'prepared',
  'planned',
  'resumed',
  'step',
  'epoch',
  'evaluating',
  'progress',
] as const satisfies readonly AgentEvent['type'][];

/** Jobs cleared by one transaction. */
const BATCH_JOBS = 50;

const PRUNE = `
  WITH job AS (
    SELECT job."id" FROM "FineTuningJob" job
    WHERE job."finishedAt" < $1 AND EXISTS (
      SELECT FROM "JobEvent" event WHERE event."jobId" = job."id" AND event."type" = ANY ($2))
    ORDER BY job."finishedAt" LIMIT $3
  ),
  gone AS (
    DELETE FROM "JobEvent" event USING job
    WHERE event."jobId" = job."id" AND event."type" = ANY ($2) RETURNING event."jobId"
  )
  SELECT (SELECT count(*)::int FROM gone) AS deleted, (SELECT count(*)::int FROM job) AS jobs`;

/** Thins the logs of some jobs that ended before `before`. Fewer jobs than a whole batch: there are no more. */
export async function pruneJobEvents(
  db: Pick<Database, 'pool'>,
  { before }: { before: Date },
): Promise<{ deleted: number; isDone: boolean }> {
  const client = await db.pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    // The log is append-only but for a transaction that says what it is.
    await client.query(`SET LOCAL "emailai.retention" = 'on'`);
    const { rows } = await client.query<{ deleted: number; jobs: number }>(PRUNE, [
      before,
      [...PRUNED],
      BATCH_JOBS,
    ]);
    await client.query('COMMIT');
    const { deleted = 0, jobs = 0 } = rows[0] ?? {};
    return { deleted, isDone: jobs < BATCH_JOBS };
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(failure);
  }
}
