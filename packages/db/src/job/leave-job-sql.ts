import { CLOCK, inMs, jobEventSql, targetOf } from './job-sql';

const PENDING = targetOf('requeue');
const FAILED = targetOf('fail');
const CANCELLED = targetOf('cancel');

/** A job whose writer asked for its end can only be cancelled, whatever its agent or the sweeper meant. */
export const unlessCancelled = (next: string) =>
  `CASE WHEN job."cancelRequestedAt" IS NULL THEN ${next} ELSE ${CANCELLED} END`;

/**
 * One statement that takes jobs from their agents: back to the queue, failed or cancelled.
 * Its parameters end with reason (text), error (JobError as jsonb) and backoff (ms), from `$firstCommon` on.
 * @param next SQL over `job` that gives the state to go to
 */
export function leaveJobSql(input: {
  where: string;
  next: string;
  firstCommon: number;
  /** ORDER BY, LIMIT and locking; by default the row is waited for. */
  lock?: string;
}): string {
  const { where, next, firstCommon, lock = 'FOR UPDATE' } = input;
  const [reason, error, backoff] = [0, 1, 2].map((offset) => `$${firstCommon + offset}`);
  const isBack = `picked.next = ${PENDING}`;
  const field = (name: string) =>
    `CASE WHEN picked.next = ${FAILED} THEN ${error}::jsonb ->> '${name}' END`;
  return jobEventSql({
    before: `picked AS (
      SELECT job."id", ${next} AS next FROM "FineTuningJob" job WHERE ${where} ${lock}
    ),`,
    update: `
      UPDATE "FineTuningJob" job SET
        "status" = picked.next, "eventSeq" = job."eventSeq" + 1, "leaseUntil" = NULL,
        -- An agent whose claim was never answered repeats it: it must not meet its lost job for ever.
        "claimId" = NULL,
        "progress" = CASE WHEN ${isBack} THEN 0 ELSE job."progress" END,
        "agentId" = CASE WHEN ${isBack} THEN NULL ELSE job."agentId" END,
        "runAfter" = CASE WHEN ${isBack} THEN ${inMs(`${backoff}::float8`)} ELSE job."runAfter" END,
        "finishedAt" = CASE WHEN ${isBack} THEN NULL ELSE ${CLOCK} END,
        "errorCode" = ${field('code')}, "errorMessage" = ${field('message')},
        "errorNextStep" = ${field('nextStep')}
      FROM picked WHERE job."id" = picked."id"`,
    payload: `CASE changed."status"
      WHEN ${PENDING} THEN jsonb_build_object('type', 'requeued', 'reason', ${reason}::text)
      WHEN ${FAILED} THEN jsonb_build_object('type', 'failed', 'error', ${error}::jsonb)
      ELSE jsonb_build_object('type', 'cancelled') END`,
  });
}
