import {
  isTerminal,
  JOB_STATUSES,
  type JobStatus,
  STATUS_WORDS,
} from '@emailai/contracts/job/states';
import type { JobLog } from '../../browser/job-log';
import { CheckIcon } from '../ui/icons';

/** The stages a job goes through, in order. */
const STAGES = JOB_STATUSES.filter((status) => status !== 'PENDING' && !isTerminal(status));

/** Where the job stands among its stages, and what each of them found. */
export function StageList({ status, log }: { status: JobStatus; log: JobLog }) {
  const here = STAGES.indexOf(status);
  return (
    <ol className="mt-5 grid gap-x-4 gap-y-2 sm:grid-cols-2 lg:grid-cols-4">
      {STAGES.map((stage, index) => {
        const place = index < here ? 'done' : index === here ? 'here' : 'ahead';
        return (
          <li
            key={stage}
            aria-current={place === 'here' ? 'step' : undefined}
            className="flex gap-2.5 lg:flex-col lg:gap-1.5"
          >
            <span
              aria-hidden
              className={`flex size-5 shrink-0 items-center justify-center rounded-full border ${MARKS[place]}`}
            >
              {place === 'done' ? <CheckIcon className="size-3.5" /> : null}
              {place === 'here' ? (
                <span className="size-2 animate-breathe rounded-full bg-ink" />
              ) : null}
            </span>
            <span className="min-w-0">
              <span
                className={`block text-sm leading-5 ${place === 'here' ? 'font-medium' : 'text-quiet'}`}
              >
                {STATUS_WORDS[stage]}
              </span>
              <span className="figure block min-h-5 text-quiet text-xs leading-5">
                {findingsOf(stage, log)}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const MARKS = {
  done: 'border-ink bg-ink text-on-ink',
  here: 'border-ink',
  ahead: 'border-edge',
} as const;

function findingsOf(stage: JobStatus, log: JobLog): string {
  if (stage === 'EXTRACTING_DATA' && log.read) {
    return `${log.read.sent} sent, ${log.read.incoming} received`;
  }
  if (stage === 'PREPARING_DATA' && log.prepared) {
    return `${log.prepared.trainRows} to learn, ${log.prepared.heldOutRows} to check`;
  }
  if (stage === 'TRAINING' && log.lastStep) {
    return `step ${log.lastStep.step} of ${log.lastStep.totalSteps}`;
  }
  if (stage === 'DEPLOYING' && log.evaluating) {
    return `checked ${log.evaluating.done} of ${log.evaluating.total} mails`;
  }
  return '';
}
