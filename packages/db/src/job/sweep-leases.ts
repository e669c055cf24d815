import type { JobError } from '@emailai/contracts/errors';
import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import { isOnlineSql, takesJobsSql } from '../agent/agent-sql';
import type { Database } from '../open-database';
import { applyJobEvent } from './apply-job-event';
import type { JobOutcome } from './end-job';
import type { JobRow } from './job-row';
import { allows, CLOCK, statusIn, targetOf, targetStatusOf } from './job-sql';
import { leaveJobSql, unlessCancelled } from './leave-job-sql';

export interface SweepInput {
  /** A lapsed lease is forgiven for so long, or for `idleGraceMs` where an agent is free to take the job. */
  graceMs: number;
  idleGraceMs: number;
  /** An agent that was heard of so lately and holds nothing is free. */
  agentOfflineMs: number;
  /** An agent that keeps a job so long after it was to be cancelled loses it, however alive it is. */
  cancelGraceMs: number;
  maxAttempts: number;
  /** What a job says that was lost too often. */
  lostError: JobError;
}

export interface SweptJob {
  job: JobRow;
  outcome: JobOutcome['type'];
}

const before = (parameter: string) => `${CLOCK} - ${parameter} * interval '1 millisecond'`;

/** Heard of lately and holding no live lease: an agent that has forgotten its job is free as well. */
const FREE_AGENT = `
  SELECT FROM "Agent" agent
  WHERE ${isOnlineSql('$3')} AND ${takesJobsSql}
    AND NOT EXISTS (
      SELECT FROM "FineTuningJob" job
      WHERE job."agentId" = agent."id" AND ${statusIn(ACTIVE_STATUSES)}
        AND job."leaseUntil" > ${CLOCK})`;

const SWEEP = {
  name: 'sweep_leases',
  // A row that is locked is being written, mostly by its agent, which therefore lives: it is skipped.
  text: leaveJobSql({
    where: `${allows('requeue')} AND (
      job."cancelRequestedAt" < ${before('$8')}
      OR (job."leaseUntil" < ${CLOCK} AND (
        job."cancelRequestedAt" IS NOT NULL OR job."leaseUntil" < ${before('$1')}
        OR (job."leaseUntil" < ${before('$2')} AND EXISTS (${FREE_AGENT})))))`,
    next: unlessCancelled(
      `CASE WHEN job."attempts" >= $4::int THEN ${targetOf('fail')} ELSE ${targetOf('requeue')} END`,
    ),
    firstCommon: 5,
    lock: 'ORDER BY job."leaseUntil" FOR UPDATE OF job SKIP LOCKED',
  }),
};

function outcomeOf(job: JobRow): JobOutcome['type'] {
  if (job.status === targetStatusOf('fail')) return 'failed';
  return job.status === targetStatusOf('cancel') ? 'cancelled' : 'requeued';
}

/**
 * Takes jobs from agents that are gone, or do not stop what was to be cancelled: cancelled where that was asked for, else back into the queue, and
 * FAILED after `maxAttempts`. Any number of sweepers may run at once.
 */
export async function sweepLeases(db: Database, input: SweepInput): Promise<SweptJob[]> {
  const rows = await applyJobEvent(db, SWEEP, [
    input.graceMs,
    input.idleGraceMs,
    input.agentOfflineMs,
    input.maxAttempts,
    'Its agent went away.',
    input.lostError,
    0,
    input.cancelGraceMs,
  ]);
  return rows.map((job) => ({ job, outcome: outcomeOf(job) }));
}
