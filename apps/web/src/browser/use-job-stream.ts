import { isTerminal } from '@emailai/contracts/job/states';
import { useEffect, useRef, useState } from 'react';
import type { WireJobEvent } from './job-log';
import { type RefusalWords, refusalWords } from './refusal-words';
import { trpc } from './trpc';

/** A backlog of hundreds of events is folded in one go, not in hundreds of renders. */
const FLUSH_MS = 40;

/** Whose job it is: one of the reader's own, or any, as operators see it. */
export type JobSource = 'own' | 'support';

export interface JobStream<Picture> {
  picture: Picture;
  /** Whether the page hears the job live right now. */
  connection: 'connecting' | 'live' | 'broken';
  refusal: RefusalWords | null;
}

/**
 * Follows a job: its whole log from the first event, then live. A broken connection resumes after the last event
 * seen (`tracked` on the server), and `fold` must skip repeats, so nothing is missed and nothing doubled.
 */
export function useJobStream<Picture>(input: {
  jobId: string | null;
  source: JobSource;
  /** Before the first event; the same value at each render. */
  empty: Picture;
  fold: (picture: Picture, events: readonly WireJobEvent[]) => Picture;
  onEnd: () => void;
}): JobStream<Picture> {
  const { jobId, source, empty, fold, onEnd } = input;
  const fresh = { jobId, picture: empty, hasEnded: false };
  const [state, setState] = useState(fresh);
  const [refusal, setRefusal] = useState<RefusalWords | null>(null);
  const buffer = useRef<WireJobEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { picture, hasEnded } = state.jobId === jobId ? state : fresh;

  useEffect(() => {
    buffer.current = [];
    setRefusal(null);
    setState((was) => (was.jobId === jobId ? was : { jobId, picture: empty, hasEnded: false }));
    return () => clearTimeout(timer.current);
  }, [jobId, empty]);

  const options = {
    onData({ data }: { data: WireJobEvent }) {
      buffer.current.push(data);
      if (buffer.current.length > 1) return;
      timer.current = setTimeout(() => {
        const events = buffer.current;
        buffer.current = [];
        setState((was) => ({
          jobId,
          picture: fold(was.jobId === jobId ? was.picture : empty, events),
          hasEnded: events.some(({ status }) => isTerminal(status)),
        }));
      }, FLUSH_MS);
    },
    onError: (error: unknown) => setRefusal(refusalWords(error)),
  };
  const asked = { jobId: jobId ?? '' };
  const isOwn = source === 'own';
  const own = trpc.fineTune.events.useSubscription(asked, {
    ...options,
    enabled: jobId !== null && isOwn,
  });
  const support = trpc.support.events.useSubscription(asked, {
    ...options,
    enabled: jobId !== null && !isOwn,
  });
  const { status } = isOwn ? own : support;

  useEffect(() => {
    if (hasEnded) onEnd();
  }, [hasEnded, onEnd]);

  const connection =
    status === 'pending' || hasEnded ? 'live' : status === 'error' ? 'broken' : 'connecting';
  return { picture, connection, refusal };
}
