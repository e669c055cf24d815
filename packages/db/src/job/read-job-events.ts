import type { JobEvent } from '@emailai/contracts/job/events';
import type { Database } from '../open-database';

const READ = {
  name: 'read_job_events',
  text: `
    SELECT "jobId", "seq", "at", "status", "progress", "payload" FROM "JobEvent"
    WHERE "jobId" = $1 AND "seq" > $2 ORDER BY "seq" LIMIT $3`,
};

/** A job's log after `afterSeq` (0: from the start), oldest first. */
export async function readJobEvents(
  db: Database,
  input: { jobId: string; afterSeq: number; limit: number },
): Promise<JobEvent[]> {
  const { rows } = await db.pool.query<JobEvent>(READ, [input.jobId, input.afterSeq, input.limit]);
  return rows;
}
