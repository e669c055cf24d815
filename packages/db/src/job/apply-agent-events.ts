import type { AgentEvent } from '@emailai/contracts/job/events';
import {
  ACTIVE_STATUSES,
  type JobStatus,
  type JobTrigger,
  nextStatus,
  STATUS_PROGRESS,
  trainingProgress,
} from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { JOB_EVENT_CHANNEL, type JobFence, type JobRow } from './job-row';

export interface AgentEventsInput {
  jobId: string;
  fence: JobFence;
  /** Number of the first event in this epoch. */
  fromSeq: number;
  events: readonly AgentEvent[];
  leaseMs: number;
}

export interface AgentEventsOutcome {
  /** Number of the event the agent is to send next. */
  expectedSeq: number;
  cancelRequested: boolean;
}

/** Events that move the job on. */
const TRIGGERS: Partial<Record<AgentEvent['type'], JobTrigger>> = {
  preparing: 'prepare',
  training: 'train',
};

/**
 * Takes a batch of an agent's events: those already taken are skipped, and after a gap none are. Job, event rows,
 * lease and notification are one statement, guarded by what the batch was reckoned from. `null`: the job is not
 * this agent's any more.
 */
export async function applyAgentEvents(
  db: Pick<Database, 'pool'>,
  input: AgentEventsInput,
): Promise<AgentEventsOutcome | null> {
  for (;;) {
    const job = await readHeld(db, input);
    if (job === null) return null;
    const skip = job.agentSeq - input.fromSeq;
    const events = skip < 0 ? [] : input.events.slice(skip);
    const after = events.length === 0 ? job : await append(db, input, job, events);
    // Somebody else wrote in between (a cancel): reckon again from what is there now.
    if (after === null) continue;
    return {
      expectedSeq: after.agentSeq,
      cancelRequested: after.cancelRequestedAt !== null,
    };
  }
}

async function readHeld(
  db: Pick<Database, 'pool'>,
  { jobId, fence }: AgentEventsInput,
): Promise<JobRow | null> {
  const { rows } = await db.pool.query<JobRow>(
    `SELECT * FROM "FineTuningJob"
      WHERE "id" = $1 AND "agentId" = $2 AND "leaseEpoch" = $3 AND "status" = ANY($4::"JobStatus"[])`,
    [jobId, fence.agentId, fence.epoch, ACTIVE_STATUSES],
  );
  return rows[0] ?? null;
}

interface Reckoned {
  status: JobStatus;
  progress: number;
  payload: string;
}

/** State and progress after each event. A resumed agent passes its milestones again: they move nothing back. */
function reckon(job: JobRow, events: readonly AgentEvent[]): Reckoned[] {
  let { status, progress } = job;
  return events.map((event) => {
    const trigger = TRIGGERS[event.type];
    status = (trigger && nextStatus(status, trigger)) ?? status;
    const reached =
      event.type === 'step' && status === 'TRAINING'
        ? trainingProgress(event.step, event.totalSteps)
        : (STATUS_PROGRESS[status] ?? progress);
    progress = Math.max(progress, reached);
    return { status, progress, payload: JSON.stringify(event) };
  });
}

async function append(
  db: Pick<Database, 'pool'>,
  { fence, leaseMs }: AgentEventsInput,
  job: JobRow,
  events: readonly AgentEvent[],
): Promise<JobRow | null> {
  const reckoned = reckon(job, events);
  const last = reckoned.at(-1);
  const costs = events.flatMap((event) => (event.type === 'step' ? [event.costUsd] : []));
  const { rows } = await db.pool.query<JobRow>(
    `WITH job AS (
       UPDATE "FineTuningJob" SET
         "status" = $4::"JobStatus", "progress" = $5, "eventSeq" = "eventSeq" + $6,
         "agentSeq" = "agentSeq" + $6, "costUsd" = GREATEST("costUsd", $7),
         "leaseUntil" = now() + $8 * interval '1 millisecond'
        WHERE "id" = $1 AND "agentId" = $2 AND "leaseEpoch" = $3
          AND "status" = $9::"JobStatus" AND "eventSeq" = $10
       RETURNING *
     ), event AS (
       INSERT INTO "JobEvent" ("jobId", "seq", "at", "status", "progress", "type", "payload")
       SELECT job."id", $10 + e.n, now(), e.status, e.progress, e.payload ->> 'type', e.payload
         FROM job, unnest($11::"JobStatus"[], $12::int[], $13::jsonb[])
                     WITH ORDINALITY AS e(status, progress, payload, n)
     )
     SELECT job.*, pg_notify('${JOB_EVENT_CHANNEL}', "id" || ':' || "eventSeq") FROM job`,
    [
      job.id,
      fence.agentId,
      fence.epoch,
      last?.status,
      last?.progress,
      reckoned.length,
      Math.max(0, ...costs),
      leaseMs,
      job.status,
      job.eventSeq,
      reckoned.map((row) => row.status),
      reckoned.map((row) => row.progress),
      reckoned.map((row) => row.payload),
    ],
  );
  return rows[0] ?? null;
}
