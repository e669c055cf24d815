import type { JobStatus } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import type { AgentFence, FencedWrite, JobRow } from './job-row';
import { FENCE } from './job-sql';

/**
 * Why a fenced write met no row: it was done before, or the job is not this claim's any more. `done` are the
 * states the write leads to.
 */
export async function explainUnwritten(
  db: Database,
  fence: AgentFence,
  done: readonly JobStatus[],
): Promise<FencedWrite> {
  const { rows } = await db.pool.query<JobRow>(
    `SELECT job.* FROM "FineTuningJob" job WHERE ${FENCE}`,
    [fence.jobId, fence.agentId, fence.epoch],
  );
  const [job] = rows;
  if (job === undefined) return { outcome: 'lost' };
  if (done.includes(job.status)) return { outcome: 'repeated', job };
  const isOpen = job.cancelRequestedAt !== null && job.finishedAt === null;
  return { outcome: isOpen ? 'cancel' : 'lost' };
}
