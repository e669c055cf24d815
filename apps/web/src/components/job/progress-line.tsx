import type { JobStatus } from '@emailai/contracts/job/states';

const COLOURS: Readonly<Partial<Record<JobStatus, string>>> = {
  COMPLETED: 'bg-good',
  FAILED: 'bg-bad',
  CANCELLED: 'bg-pencil',
};

/** Progress from 0 to 100: ink over a pencil line. */
export function ProgressLine({
  status,
  progress,
  words,
}: {
  status: JobStatus;
  progress: number;
  words: string;
}) {
  return (
    <div className="mt-5 flex items-center gap-4">
      <div
        role="progressbar"
        aria-label="Progress of the training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={progress}
        aria-valuetext={`${progress} percent: ${words}`}
        className="pencil-hatch h-2.5 grow overflow-hidden rounded-full border border-line"
      >
        <div
          className={`h-full rounded-full transition-[width] duration-700 ease-out ${COLOURS[status] ?? 'bg-ink'}`}
          style={{ width: `${progress}%` }}
        />
      </div>
      <span className="figure w-16 text-right font-serif text-2xl leading-none">
        {progress}
        <span className="ml-0.5 text-base text-quiet">%</span>
      </span>
    </div>
  );
}
