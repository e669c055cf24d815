import type { JobEvent } from '@emailai/contracts/job/events';
import type { JobStatus } from '@emailai/contracts/job/states';

/** What a run expects of a job's log, event by event. */
export interface LogReader {
  see(event: JobEvent): void;
  /** Each status once for every time it was entered, in order. */
  readonly statuses: JobStatus[];
  /** Broken promises of the log: gaps in seq, progress that falls. */
  readonly problems: string[];
  /** When a status was entered, in ms; the first time counts. */
  enteredMs(status: JobStatus): number | null;
}

export function createLogReader(): LogReader {
  const statuses: JobStatus[] = [];
  const problems: string[] = [];
  const entered = new Map<JobStatus, number>();
  let lastSeq = 0;
  let lastProgress = 0;
  return {
    statuses,
    problems,
    see({ seq, status, progress, at }) {
      if (seq !== lastSeq + 1) problems.push(`seq ${seq} follows ${lastSeq}`);
      if (progress < lastProgress)
        problems.push(`progress fell from ${lastProgress} to ${progress}`);
      lastSeq = seq;
      lastProgress = progress;
      if (statuses.at(-1) !== status) statuses.push(status);
      if (!entered.has(status)) entered.set(status, at.getTime());
    },
    enteredMs: (status) => entered.get(status) ?? null,
  };
}
