import type { JobLog } from '../../browser/job-log';
import type { Job } from '../../browser/trpc';
import { Notice } from '../ui/notice';
import { LossCompare } from './loss-compare';

/** How the new model did against the base, measured as it is served, and whether it drafts from now on. */
export function Verdict({
  job,
  log,
  activeVersion,
}: {
  job: Job;
  log: JobLog;
  activeVersion: number | null;
}) {
  const evaluation = log.result?.evaluation;
  const heldOut = evaluation?.heldOut ?? job.heldOut;
  const isBetter = evaluation ? evaluation.verdict === 'promote' : undefined;
  if (!heldOut) return null;
  const isInUse = activeVersion !== null && activeVersion === (log.result?.version ?? job.version);
  return (
    <div className="mt-5 grid gap-5">
      {isBetter === undefined ? null : isBetter ? (
        <Notice
          look="good"
          title={
            isInUse
              ? 'Your drafts now come from your own model.'
              : 'This version did better than the base. It is not in use.'
          }
        >
          {evaluation?.reason}
        </Notice>
      ) : (
        <Notice look="pencil" title="The base writes better for you, for now, so it stays.">
          {evaluation?.reason}
        </Notice>
      )}
      <LossCompare
        base={heldOut.base}
        tuned={heldOut.tuned}
        control={evaluation?.control ?? null}
      />
    </div>
  );
}
