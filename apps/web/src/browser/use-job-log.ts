import { EMPTY_LOG, foldEvents, type JobLog } from './job-log';
import { type JobStream, useJobStream } from './use-job-stream';

/** What the log of one of the reader's own jobs tells so far. */
export function useJobLog(
  jobId: string | null,
  onEnd: () => void,
): Omit<JobStream<JobLog>, 'picture'> & { log: JobLog } {
  const { picture, ...rest } = useJobStream({
    jobId,
    source: 'own',
    empty: EMPTY_LOG,
    fold: foldEvents,
    onEnd,
  });
  return { log: picture, ...rest };
}
