import type { Database } from '../open-database';
import type { JobFence, JobRow } from './job-row';
import { FENCE } from './job-sql';

const READ = {
  name: 'read_held_job',
  text: `SELECT job.* FROM "FineTuningJob" job WHERE ${FENCE}`,
};

/** The job as claimed by this agent in this epoch, whether it still runs or has ended; else `null`. */
export async function readHeldJob(
  db: Pick<Database, 'pool'>,
  { jobId, fence }: { jobId: string; fence: JobFence },
): Promise<JobRow | null> {
  const { rows } = await db.pool.query<JobRow>(READ, [jobId, fence.agentId, fence.epoch]);
  return rows[0] ?? null;
}
