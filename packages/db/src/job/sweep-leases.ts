import type { JobError } from '@emailai/contracts/errors';
import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { ClientBase } from 'pg';
import type { Database } from '../open-database';
import { endJob, type JobOutcome } from './end-job';
import type { JobRow } from './job-row';

export interface SweepInput {
  /** A lapsed lease is forgiven for so long, or for `idleGraceMs` where an agent is free to take the job. */
  graceMs: number;
  idleGraceMs: number;
  /** An agent that was heard of so lately and holds nothing is free. */
  agentOfflineMs: number;
  maxAttempts: number;
  /** What a job says that was lost too often. */
  lostError: JobError;
}

export interface SweptJob {
  job: JobRow;
  outcome: JobOutcome['type'];
}

/** Any number will do, as long as nothing else takes this lock. */
const SWEEP_LOCK = 7_301_001;

/**
 * Takes jobs from agents that are gone: cancelled where that was asked for, else back into the queue, and FAILED
 * after `maxAttempts`. One sweeper at a time; while another one works this answers nothing.
 */
export async function sweepLeases(
  db: Pick<Database, 'pool'>,
  input: SweepInput,
): Promise<SweptJob[]> {
  const client = await db.pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS locked',
      [SWEEP_LOCK],
    );
    const swept = rows[0]?.locked ? await sweep(client, input) : [];
    if (rows[0]?.locked) await client.query('SELECT pg_advisory_unlock($1)', [SWEEP_LOCK]);
    client.release();
    return swept;
  } catch (error) {
    // The lock belongs to the connection, so it goes with it.
    client.release(true);
    throw error;
  }
}

/** The update re-checks it: an agent may have come back since the job was listed. */
const LAPSED = '"leaseUntil" < now()';

async function sweep(client: ClientBase, input: SweepInput): Promise<SweptJob[]> {
  const { rows: lapsed } = await client.query<JobRow>(
    `SELECT * FROM "FineTuningJob" j
      WHERE j."status" = ANY($1::"JobStatus"[]) AND j."leaseUntil" < now() AND (
        j."cancelRequestedAt" IS NOT NULL
        OR j."leaseUntil" < now() - $2 * interval '1 millisecond'
        OR (j."leaseUntil" < now() - $3 * interval '1 millisecond' AND EXISTS (
          SELECT 1 FROM "Agent" a
           WHERE a."revokedAt" IS NULL AND a."lastSeenAt" > now() - $4 * interval '1 millisecond'
             AND a."info" ->> 'left' IS DISTINCT FROM 'true'
             AND NOT EXISTS (
               SELECT 1 FROM "FineTuningJob" other
                WHERE other."agentId" = a."id" AND other."leaseUntil" > now()))))`,
    [ACTIVE_STATUSES, input.graceMs, input.idleGraceMs, input.agentOfflineMs],
  );
  const swept: SweptJob[] = [];
  for (const { id, cancelRequestedAt, attempts, agentId, leaseEpoch } of lapsed) {
    const outcome: JobOutcome = cancelRequestedAt
      ? { type: 'cancelled' }
      : attempts >= input.maxAttempts
        ? { type: 'failed', error: input.lostError }
        : { type: 'requeued', reason: 'Its agent went away.', delayMs: 0 };
    const job = await endJob(client, {
      jobId: id,
      outcome,
      where: LAPSED,
      ...(agentId === null ? {} : { fence: { agentId, epoch: leaseEpoch } }),
    });
    if (job) swept.push({ job, outcome: outcome.type });
  }
  return swept;
}
