import type { JobLog } from '../../browser/job-log';
import type { Job } from '../../browser/trpc';
import { Notice } from '../ui/notice';
import { Sentence } from '../ui/sentence';

/** Why a job failed, what to do next, and the code to look up. */
export function JobFailure({ job, log }: { job: Job; log: JobLog }) {
  const error = log.error ?? job.error;
  return (
    <div className="mt-5">
      <Notice look="bad" title={error?.message ?? 'The training stopped.'}>
        {error?.nextStep ? (
          <p>
            <Sentence text={error.nextStep} />
          </p>
        ) : null}
        <p className="mt-1.5 text-quiet text-sm">
          Your former model stays as it was.
          {error ? (
            <>
              {' '}
              Error code <code className="rounded bg-sheet px-1.5 py-0.5">{error.code}</code>
            </>
          ) : null}
        </p>
      </Notice>
    </div>
  );
}
