import {
  JOB_STATUSES,
  type JobStatus,
  type JobTrigger,
  nextStatus,
  statusesAllowing,
} from '@emailai/contracts/job/states';

/** `job."status" IN (…)`; literals, so that partial indexes apply. */
export const statusIn = (statuses: readonly JobStatus[]) =>
  `job."status" IN (${statuses.map((status) => `'${status}'`).join(', ')})`;

/** The guard of `trigger`, from the state machine. */
export const allows = (trigger: JobTrigger) => statusIn(statusesAllowing(trigger));

/** The one state `trigger` leads to, as an SQL literal. */
export function targetOf(trigger: JobTrigger): string {
  return `'${targetStatusOf(trigger)}'::"JobStatus"`;
}

export function targetStatusOf(trigger: JobTrigger): JobStatus {
  const targets = JOB_STATUSES.flatMap((status) => nextStatus(status, trigger) ?? []);
  const [target] = targets;
  if (target === undefined || targets.some((other) => other !== target)) {
    throw new Error(`the trigger ${trigger} must lead to exactly one state`);
  }
  return target;
}

/** The fence, on parameters $1 job, $2 agent, $3 epoch: `fenceValues`. */
export const FENCE = 'job."id" = $1 AND job."agentId" = $2 AND job."leaseEpoch" = $3';

/** `clock_timestamp()`, not `now()`: a statement may have waited for the row. */
export const CLOCK = 'clock_timestamp()';
export const inMs = (parameter: string) => `${CLOCK} + ${parameter} * interval '1 millisecond'`;

/**
 * Assignments that raise a job's totals: what the attempts before this one came to, and on top of it the highest
 * this attempt has said. PostgreSQL's GREATEST passes over NULL, which stands for nothing said.
 */
export function usedInAll(costUsd: string, gpuSeconds: string, energyWh: string): string {
  const raise = (column: string, said: string) =>
    `"${column}" = GREATEST(job."${column}", job."${column}Before" + (${said})::float8)`;
  return [
    raise('costUsd', costUsd),
    raise('gpuSeconds', gpuSeconds),
    raise('energyWh', energyWh),
  ].join(', ');
}

/**
 * One statement: an update of job rows (`UPDATE "FineTuningJob" job SET …`, which must raise eventSeq) and a log
 * line for each. Gapless, because seq comes from the row the update has locked. Run it with `applyJobEvent`.
 * @param before common table expressions the update reads, each ending in a comma
 * @param payload SQL over `changed` that gives the event as jsonb
 * @param result SQL after the FROM-able `changed`, for statements that return more than the rows
 */
export function jobEventSql(input: {
  before?: string;
  update: string;
  payload: string;
  after?: string;
  result?: string;
}): string {
  const { before = '', update, payload, after = '', result = 'SELECT * FROM changed' } = input;
  return `
    WITH ${before}
    changed AS (${update} RETURNING job.*),
    logged AS (
      INSERT INTO "JobEvent" ("jobId", "seq", "at", "status", "progress", "type", "payload")
      SELECT changed."id", changed."eventSeq", ${CLOCK}, changed."status", changed."progress",
             event.payload ->> 'type', event.payload
      FROM changed CROSS JOIN LATERAL (SELECT ${payload} AS payload) event
    )${after}
    ${result}`;
}
