import { useMemo } from 'react';
import { EMPTY_LOG, foldEvents, type JobLog, type WireJobEvent } from './job-log';
import { type JobStory, storyOf } from './job-story';
import { type JobSource, type JobStream, useJobStream } from './use-job-stream';

interface Report {
  log: JobLog;
  events: readonly WireJobEvent[];
}
const EMPTY: Report = { log: EMPTY_LOG, events: [] };

const addTo = ({ log, events }: Report, more: readonly WireJobEvent[]): Report => ({
  log: foldEvents(log, more),
  events: events.concat(more.filter(({ seq }) => seq > log.seq)),
});

/** A job's whole log, as the picture it comes to and as the story it tells. */
export function useJobReport(input: {
  jobId: string;
  source: JobSource;
  onEnd: () => void;
}): Omit<JobStream<Report>, 'picture'> & { log: JobLog; story: JobStory } {
  const { picture, ...rest } = useJobStream({ ...input, empty: EMPTY, fold: addTo });
  const story = useMemo(() => storyOf(picture.events), [picture.events]);
  return { log: picture.log, story, ...rest };
}
