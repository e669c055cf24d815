import type { JobEventPayload } from '@emailai/contracts/job/events';
import type { JobStatus } from '@emailai/contracts/job/states';
import type { ClientBase, Pool } from 'pg';
import { JOB_EVENT_CHANNEL, type JobFence, type JobRow } from './job-row';

export interface JobWrite {
  jobId: string;
  /** States the job may be in; in any other one nothing happens. */
  from: readonly JobStatus[];
  fence?: JobFence | undefined;
  payload: JobEventPayload;
  /** Assignments in SQL; parameters start at `$6`. */
  set: string;
  /** A further guard in SQL. */
  where?: string;
  values?: readonly unknown[];
}

/**
 * The one way a single event is written: guarded change of the job, its next seq, the event's row and the
 * notification, in one statement. `null` where a guard held, and then nothing was changed.
 */
export async function writeJob(on: Pool | ClientBase, write: JobWrite): Promise<JobRow | null> {
  const { jobId, from, fence, payload, set, where = 'TRUE', values = [] } = write;
  const { rows } = await on.query<JobRow>(
    `WITH job AS (
       UPDATE "FineTuningJob" SET "eventSeq" = "eventSeq" + 1, ${set}
        WHERE "id" = $1 AND "status" = ANY($2::"JobStatus"[])
          AND ($3::text IS NULL OR ("agentId" = $3 AND "leaseEpoch" = $4))
          AND (${where})
       RETURNING *
     ), event AS (
       INSERT INTO "JobEvent" ("jobId", "seq", "at", "status", "progress", "type", "payload")
       SELECT "id", "eventSeq", now(), "status", "progress", $5::jsonb ->> 'type', $5::jsonb FROM job
     )
     SELECT job.*, pg_notify('${JOB_EVENT_CHANNEL}', "id" || ':' || "eventSeq") FROM job`,
    [jobId, from, fence?.agentId ?? null, fence?.epoch ?? null, JSON.stringify(payload), ...values],
  );
  return rows[0] ?? null;
}
