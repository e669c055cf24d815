import type { Database } from '../open-database';

/** Lets a job's lease end an hour ago, as if nothing had been heard of its agent since. */
export async function lapseLease(db: Database, jobId: string): Promise<void> {
  await db.pool.query(
    `UPDATE "FineTuningJob" SET "leaseUntil" = clock_timestamp() - interval '1 hour'
     WHERE "id" = $1 AND "leaseUntil" IS NOT NULL`,
    [jobId],
  );
}
