import {
  ACTIVE_STATUSES,
  STATUS_PROGRESS,
  statusesAllowing,
  TRANSITIONS,
} from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { JOB_EVENT_CHANNEL, type JobRow } from './job-row';

export interface ClaimInput {
  agentId: string;
  agentName: string;
  /** The same id again answers the same job while the agent holds it. */
  claimId: string;
  /** Only this job, not the next one. */
  jobId: string | null;
  leaseMs: number;
}

const UNIQUE_VIOLATION = '23505';

/**
 * Gives the oldest waiting job to an agent, under a lease and a new epoch, or answers `null`. Job, event and
 * notification are one statement; several agents at once never wait for each other.
 */
export async function claimNextJob(
  db: Pick<Database, 'pool'>,
  input: ClaimInput,
): Promise<JobRow | null> {
  try {
    return await claim(db, input);
  } catch (error) {
    // The same claim is under way on another connection: once it is done, its job is found.
    if (Object(error).code !== UNIQUE_VIOLATION) throw error;
    return claim(db, input);
  }
}

async function claim(
  db: Pick<Database, 'pool'>,
  { agentId, agentName, claimId, jobId, leaseMs }: ClaimInput,
): Promise<JobRow | null> {
  const { rows } = await db.pool.query<JobRow>(
    `WITH held AS (
       UPDATE "FineTuningJob" SET "leaseUntil" = now() + $4 * interval '1 millisecond'
        WHERE "claimId" = $1 AND "agentId" = $2 AND "status" = ANY($5::"JobStatus"[])
       RETURNING *
     ), next AS (
       SELECT "id" FROM "FineTuningJob"
        WHERE "status" = ANY($6::"JobStatus"[]) AND "runAfter" <= now()
          AND ($3::text IS NULL OR "id" = $3)
          AND NOT EXISTS (SELECT 1 FROM held)
        ORDER BY "createdAt", "id" LIMIT 1
        FOR UPDATE SKIP LOCKED
     ), job AS (
       UPDATE "FineTuningJob" SET
         "status" = $7::"JobStatus", "progress" = $8, "eventSeq" = "eventSeq" + 1,
         "agentId" = $2, "claimId" = $1, "leaseEpoch" = "leaseEpoch" + 1,
         "leaseUntil" = now() + $4 * interval '1 millisecond',
         "agentSeq" = 0, "attempts" = "attempts" + 1, "startedAt" = COALESCE("startedAt", now()),
         "version" = 1 + COALESCE((SELECT max(v."version") FROM "ModelVersion" v
                                    WHERE v."emailAccountId" = "FineTuningJob"."emailAccountId"), 0)
        WHERE "id" = (SELECT "id" FROM next)
       RETURNING *
     ), event AS (
       INSERT INTO "JobEvent" ("jobId", "seq", "at", "status", "progress", "type", "payload")
       SELECT "id", "eventSeq", now(), "status", "progress", 'claimed',
              jsonb_build_object('type', 'claimed', 'agentId', "agentId", 'agentName', $9::text,
                                 'epoch', "leaseEpoch")
         FROM job
     ), told AS (
       SELECT pg_notify('${JOB_EVENT_CHANNEL}', "id" || ':' || "eventSeq") FROM job
     )
     SELECT held.* FROM held UNION ALL SELECT job.* FROM job WHERE (SELECT count(*) FROM told) = 1`,
    [
      claimId,
      agentId,
      jobId,
      leaseMs,
      ACTIVE_STATUSES,
      statusesAllowing('claim'),
      TRANSITIONS.PENDING.claim,
      STATUS_PROGRESS.EXTRACTING_DATA,
      agentName,
    ],
  );
  return rows[0] ?? null;
}
