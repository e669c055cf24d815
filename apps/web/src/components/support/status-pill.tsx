import type { JobStatus } from '@emailai/contracts/job/states';

/** A job's state in a word, without a word to its writer. */
export const STATUS_NAMES: Readonly<Record<JobStatus, string>> = {
  PENDING: 'Waiting',
  EXTRACTING_DATA: 'Reading mail',
  PREPARING_DATA: 'Preparing',
  TRAINING: 'Training',
  DEPLOYING: 'Deploying',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

const LOOKS: Readonly<Partial<Record<JobStatus, string>>> = {
  PENDING: 'bg-wait-wash text-wait',
  COMPLETED: 'bg-good-wash text-good',
  FAILED: 'bg-bad-wash text-bad',
  CANCELLED: 'bg-pencil-wash text-pencil',
};

export function StatusPill({ status }: { status: JobStatus }) {
  return (
    <span
      className={`whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-sm ${LOOKS[status] ?? 'bg-ink-wash text-ink'}`}
    >
      {STATUS_NAMES[status]}
    </span>
  );
}
