import { STATUS_PROGRESS } from '@emailai/contracts/job/states';
import { readJobEvents } from '../job/read-job-events';
import type { Database } from '../open-database';
import { readJob } from './seed-rows';

/**
 * What holds of every job's log at any moment; an empty list when it does: seq from 1 without a gap, times in
 * order, progress that never falls within an attempt, and a last line that agrees with the row.
 */
export async function checkLog(db: Database, jobId: string): Promise<string[]> {
  const events = await readJobEvents(db, { jobId, afterSeq: 0, limit: 100_000 });
  const job = await readJob(db, jobId);
  const faults: string[] = [];
  for (const [index, event] of events.entries()) {
    const former = events[index - 1];
    if (event.seq !== index + 1) faults.push(`seq ${event.seq} stands at ${index + 1}`);
    if (former === undefined) continue;
    if (event.at < former.at) faults.push(`${event.seq} is earlier than the line before it`);
    const isNewAttempt = event.payload.type === 'requeued';
    if (!isNewAttempt && event.progress < former.progress) faults.push(`${event.seq} falls back`);
    if (isNewAttempt && event.progress !== STATUS_PROGRESS.PENDING) {
      faults.push(`${event.seq} does not start over`);
    }
  }
  const last = events.at(-1);
  if (last?.seq !== job.eventSeq) faults.push(`the row counts ${job.eventSeq}`);
  if (last?.status !== job.status || last.progress !== job.progress) faults.push('the row differs');
  return faults;
}
