import { isTerminal } from '@emailai/contracts/job/states';
import { useEffect, useRef, useState } from 'react';
import { EMPTY_LOG, foldEvents, type JobLog, type WireJobEvent } from './job-log';
import { type RefusalWords, refusalWords } from './refusal-words';
import { trpc } from './trpc';

/** A backlog of hundreds of events is folded in one go, not in hundreds of renders. */
const FLUSH_MS = 40;

export interface FollowedJob {
  log: JobLog;
  /** Whether the page hears the job live right now. */
  connection: 'connecting' | 'live' | 'broken';
  refusal: RefusalWords | null;
}

/**
 * Follows a job: its whole log from the first event, then live. A broken connection resumes after the last event
 * seen (`tracked` on the server), and `foldEvents` skips repeats, so nothing is missed and nothing doubled.
 */
export function useJobLog(jobId: string | null, onEnd: () => void): FollowedJob {
  const [state, setState] = useState<{ jobId: string | null; log: JobLog }>({
    jobId,
    log: EMPTY_LOG,
  });
  const [refusal, setRefusal] = useState<RefusalWords | null>(null);
  const buffer = useRef<WireJobEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const log = state.jobId === jobId ? state.log : EMPTY_LOG;

  useEffect(() => {
    buffer.current = [];
    setRefusal(null);
    setState((was) => (was.jobId === jobId ? was : { jobId, log: EMPTY_LOG }));
    return () => clearTimeout(timer.current);
  }, [jobId]);

  const subscription = trpc.fineTune.events.useSubscription(
    { jobId: jobId ?? '' },
    {
      enabled: jobId !== null,
      onData: ({ data }) => {
        buffer.current.push(data);
        if (buffer.current.length > 1) return;
        timer.current = setTimeout(() => {
          const events = buffer.current;
          buffer.current = [];
          setState((was) => {
            const before = was.jobId === jobId ? was.log : EMPTY_LOG;
            return { jobId, log: foldEvents(before, events) };
          });
        }, FLUSH_MS);
      },
      onError: (error) => setRefusal(refusalWords(error)),
    },
  );

  const hasEnded = log.status !== null && isTerminal(log.status);
  useEffect(() => {
    if (hasEnded) onEnd();
  }, [hasEnded, onEnd]);

  const connection =
    subscription.status === 'pending' || hasEnded
      ? 'live'
      : subscription.status === 'error'
        ? 'broken'
        : 'connecting';
  return { log, connection, refusal };
}
