import { EXIT } from './exit-codes';

/** How the process is asked to leave. */
export interface StopSignals {
  /** Leave now: a job under way is kept and goes on at the next start. */
  stop: AbortSignal;
  /** Take no further jobs, and leave when the one under way has ended. */
  drain: AbortSignal;
  /** Give the job under way back, for another agent to take, and leave. */
  handBack: AbortSignal;
}

/**
 * SIGINT, SIGHUP and, if asked, the end of stdin stop; a second one ends the process at once: its children notice by
 * themselves. SIGTERM drains, a second one hands back, a third one ends the process.
 */
export function listenForStop(input: {
  stopWithStdin: boolean;
  say: (sentence: string) => void;
}): StopSignals {
  const stop = new AbortController();
  const drain = new AbortController();
  const handBack = new AbortController();
  const onStop = () => {
    if (stop.signal.aborted) process.exit(EXIT.failed);
    input.say('Stopping. A job under way, if there is one, goes on at the next start.');
    stop.abort('shutdown');
  };
  const onTerm = () => {
    if (stop.signal.aborted || handBack.signal.aborted) process.exit(EXIT.failed);
    if (drain.signal.aborted) {
      input.say('Giving the job under way back, for another agent to take.');
      return handBack.abort();
    }
    input.say(
      'Taking no further jobs. The agent leaves when the one under way, if any, has ended.',
    );
    drain.abort();
  };
  for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, onStop);
  process.on('SIGTERM', onTerm);
  if (input.stopWithStdin) {
    process.stdin.on('error', () => {});
    process.stdin.once('end', () => {
      if (!stop.signal.aborted) onStop();
    });
    process.stdin.resume();
  }
  return { stop: stop.signal, drain: drain.signal, handBack: handBack.signal };
}
