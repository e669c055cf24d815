import { ServiceError } from '@emailai/contracts/errors';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { ruleOf } from './agent-event-rule';
import { announceEvents } from './announce-events';
import type { JobFence } from './job-row';
import { CLOCK, FENCE, inMs, statusIn, usedInAll } from './job-sql';

/**
 * $4 is the number of the batch's first event, $5 the events with their rules. `accepted` holds those the job
 * has not seen; none where the batch leaves a gap. State and bar after each event are running maxima (the
 * enum is declared in the order of the stages), so nothing an agent says can move a job back.
 */
const APPLY = {
  name: 'apply_agent_events',
  text: `
    WITH job AS (
      SELECT job.* FROM "FineTuningJob" job WHERE ${FENCE} AND ${statusIn(ACTIVE_STATUSES)}
      FOR UPDATE
    ),
    accepted AS (
      SELECT said.*, row_number() OVER (ORDER BY said.ord) AS nth
      FROM job CROSS JOIN ROWS FROM (
        jsonb_to_recordset($5) AS (
          "payload" jsonb, "needs" "JobStatus", "target" "JobStatus", "progress" int,
          "costUsd" float8, "gpuSeconds" float8, "energyWh" float8)
      ) WITH ORDINALITY AS said
        ("payload", "needs", "target", "progress", "costUsd", "gpuSeconds", "energyWh", ord)
      WHERE $4 <= job."agentSeq" AND $4 + said.ord - 1 >= job."agentSeq"
    ),
    placed AS (
      SELECT accepted.*,
        GREATEST(job."status", max(accepted."target") OVER upto) AS "statusAfter",
        GREATEST(job."progress", max(accepted."progress") OVER upto) AS "progressAfter",
        GREATEST(job."status", max(accepted."target") OVER before) AS "statusBefore"
      FROM accepted CROSS JOIN job
      WINDOW upto AS (ORDER BY nth),
             before AS (ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    batch AS (
      SELECT count(*)::int AS n, max("statusAfter") AS "status", max("progressAfter") AS "progress",
             max("costUsd") AS "costUsd", max("gpuSeconds") AS "gpuSeconds",
             max("energyWh") AS "energyWh", min("payload" ->> 'type')
               FILTER (WHERE "needs" > "statusBefore") AS "tooEarly"
      FROM placed
    ),
    changed AS (
      UPDATE "FineTuningJob" target SET
        "status" = COALESCE(batch."status", job."status"),
        "progress" = COALESCE(batch."progress", job."progress"),
        ${usedInAll('batch."costUsd"', 'batch."gpuSeconds"', 'batch."energyWh"')},
        "eventSeq" = job."eventSeq" + batch.n,
        "agentSeq" = job."agentSeq" + batch.n,
        "leaseUntil" = ${inMs('$6')}
      FROM job CROSS JOIN batch
      WHERE target."id" = job."id" AND batch."tooEarly" IS NULL
      RETURNING target."id", target."eventSeq", target."agentSeq", batch.n
    ),
    logged AS (
      INSERT INTO "JobEvent" ("jobId", "seq", "at", "status", "progress", "type", "payload")
      SELECT job."id", job."eventSeq" + placed.nth, ${CLOCK}, placed."statusAfter",
             placed."progressAfter", placed."payload" ->> 'type', placed."payload"
      FROM changed JOIN job ON job."id" = changed."id" CROSS JOIN placed
    )
    SELECT COALESCE(changed."agentSeq", job."agentSeq") AS "expectedSeq", batch."tooEarly",
           job."status", job."cancelRequestedAt" IS NOT NULL AS "cancelRequested",
           CASE WHEN changed.n > 0 THEN changed."eventSeq" END AS "eventSeq"
    FROM job CROSS JOIN batch LEFT JOIN changed ON changed."id" = job."id"`,
};

export interface AgentEventsInput {
  jobId: string;
  fence: JobFence;
  /** Number of the first event, counted per epoch from 0. */
  fromSeq: number;
  events: readonly AgentEvent[];
  leaseMs: number;
}

export interface AgentEventsOutcome {
  /** Number of the next event the job wants; lower than the batch's `fromSeq` after a gap. */
  expectedSeq: number;
  cancelRequested: boolean;
}

/**
 * Writes what an agent reports, in order and each event once: what was said before is trimmed, a gap is
 * answered by the number expected. Renews the lease, also with an empty batch. `null` where the job is not
 * this claim's any more.
 * @throws ServiceError `invalid_input` where an event belongs to a stage the job has not reached
 */
export async function applyAgentEvents(
  db: Database,
  input: AgentEventsInput,
): Promise<AgentEventsOutcome | null> {
  const { jobId, fence, fromSeq, events, leaseMs } = input;
  const said = events.map((event) => ({ payload: event, ...ruleOf(event) }));
  const { rows } = await db.pool.query<
    AgentEventsOutcome & { tooEarly: string | null; status: string; eventSeq: number | null }
  >(APPLY, [jobId, fence.agentId, fence.epoch, fromSeq, JSON.stringify(said), leaseMs]);
  const [applied] = rows;
  if (applied === undefined) return null;
  const { expectedSeq, cancelRequested, tooEarly, status, eventSeq } = applied;
  if (eventSeq !== null) announceEvents(db, [{ id: jobId, eventSeq }]);
  if (tooEarly === null) return { expectedSeq, cancelRequested };
  throw new ServiceError(
    'invalid_input',
    `The event ${tooEarly} does not fit a job that is ${status}.`,
    { details: { jobId, epoch: fence.epoch, expectedSeq } },
  );
}
