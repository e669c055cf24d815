import { JOB_STATUSES, statusesAfter, TERMINAL_STATUSES } from '@emailai/contracts/job/states';

/** How a job ended and what it came to: fixed with its end. A test asks of every new column whether it belongs here. */
export const RESULT_COLUMNS = [
  'status',
  'progress',
  'eventSeq',
  'leaseEpoch',
  'agentSeq',
  'attempts',
  'runAfter',
  'cancelRequestedAt',
  'retryOf',
  'modelName',
  'version',
  'adapterSha256',
  'trainResult',
  'heldOutBase',
  'heldOutTuned',
  'costUsd',
  'gpuSeconds',
  'energyWh',
  'costUsdBefore',
  'gpuSecondsBefore',
  'energyWhBefore',
  'errorCode',
  'errorMessage',
  'errorNextStep',
  'createdAt',
  'startedAt',
  'finishedAt',
] as const;

const list = (statuses: readonly string[]) => statuses.map((status) => `'${status}'`).join(', ');

/** What a job may become, as a CASE over its present state. */
const edges = () =>
  JOB_STATUSES.flatMap((from) => {
    const after = statusesAfter(from);
    return after.length === 0 ? [] : `    WHEN '${from}' THEN NEW."status" IN (${list(after)})`;
  }).join('\n');

const rowOf = (name: string) => RESULT_COLUMNS.map((column) => `${name}."${column}"`).join(', ');

/**
 * The state machine as triggers, for a migration: whoever writes, no edge is walked that the table does not have,
 * and an ended job keeps its result. The table stands in functions, whose plans are cached: a condition in WHEN is
 * parsed anew by every statement, and as long a one as this cost 60 µs an update where the function costs 3.
 */
export function jobGuardsSql(): string {
  return `CREATE OR REPLACE FUNCTION "refuse_job_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (CASE OLD."status"
${edges()}
    ELSE false
  END) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'job % is % and cannot become %', OLD."id", OLD."status", NEW."status"
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'FineTuningJob_transition';
END $$;
CREATE TRIGGER "FineTuningJob_transition" BEFORE UPDATE OF "status" ON "FineTuningJob"
  FOR EACH ROW WHEN (OLD."status" <> NEW."status") EXECUTE FUNCTION "refuse_job_transition"();

CREATE OR REPLACE FUNCTION "refuse_job_reopening"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (${rowOf('NEW')})
    IS NOT DISTINCT FROM
    (${rowOf('OLD')}) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'job % has ended as % and cannot change any more', OLD."id", OLD."status"
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'FineTuningJob_ended';
END $$;
CREATE TRIGGER "FineTuningJob_ended" BEFORE UPDATE ON "FineTuningJob"
  FOR EACH ROW WHEN (OLD."status" IN (${list(TERMINAL_STATUSES)}))
  EXECUTE FUNCTION "refuse_job_reopening"();`;
}
