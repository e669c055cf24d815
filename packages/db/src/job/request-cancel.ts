import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { applyJobEvent } from './apply-job-event';
import type { JobRow } from './job-row';
import { allows, CLOCK, jobEventSql, statusIn, targetOf } from './job-sql';

const HELD = statusIn(ACTIVE_STATUSES);

const CANCEL = {
  name: 'request_cancel',
  text: jobEventSql({
    update: `
      UPDATE "FineTuningJob" job SET
        "status" = CASE WHEN ${HELD} THEN job."status" ELSE ${targetOf('cancel')} END,
        "finishedAt" = CASE WHEN ${HELD} THEN NULL ELSE ${CLOCK} END,
        "cancelRequestedAt" = ${CLOCK}, "eventSeq" = job."eventSeq" + 1
      WHERE job."id" = $1 AND ${allows('cancel')} AND job."cancelRequestedAt" IS NULL`,
    payload: `jsonb_build_object('type',
      CASE changed."status" WHEN ${targetOf('cancel')} THEN 'cancelled' ELSE 'cancelRequested' END)`,
  }),
};

/**
 * Ends a waiting job at once and asks the agent of a running one to stop; from then on such a job can only
 * become CANCELLED. A second request, or one after the end, changes nothing.
 * @returns the row where this request changed it, else `null`
 */
export async function requestCancel(
  db: Database,
  input: { jobId: string },
): Promise<JobRow | null> {
  const [row] = await applyJobEvent(db, CANCEL, [input.jobId]);
  return row ?? null;
}
