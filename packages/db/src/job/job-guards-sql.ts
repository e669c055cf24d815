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

/** True of an update that takes a job where no edge of the state machine leads. */
const isNoEdge = () =>
  [
    'CASE OLD."status"',
    ...JOB_STATUSES.map((from) => {
      const after = statusesAfter(from);
      const refused = after.length === 0 ? 'true' : `NEW."status" NOT IN (${list(after)})`;
      return `      WHEN '${from}' THEN ${refused}`;
    }),
    '    END',
  ].join('\n');

const rowOf = (name: string) =>
  `(${RESULT_COLUMNS.map((column) => `${name}."${column}"`).join(', ')})`;

/**
 * The state machine as triggers, for a migration: whoever writes, no edge is walked that the table does not have,
 * and an ended job keeps its result. The conditions are plain comparisons in WHEN, so a lawful update calls nothing.
 */
export function jobGuardsSql(): string {
  return `CREATE TRIGGER "FineTuningJob_transition" BEFORE UPDATE OF "status" ON "FineTuningJob"
  FOR EACH ROW WHEN (
    OLD."status" IS DISTINCT FROM NEW."status" AND ${isNoEdge()}
  ) EXECUTE FUNCTION "refuse_job_transition"();

CREATE TRIGGER "FineTuningJob_ended" BEFORE UPDATE ON "FineTuningJob"
  FOR EACH ROW WHEN (
    OLD."status" IN (${list(TERMINAL_STATUSES)})
    AND ${rowOf('NEW')}
      IS DISTINCT FROM ${rowOf('OLD')}
  ) EXECUTE FUNCTION "refuse_job_reopening"();`;
}
