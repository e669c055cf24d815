import { EXIT } from './exit-codes';

/**
 * Aborts at the first SIGTERM, SIGINT or SIGHUP, or at the end of stdin if asked. A second signal ends the
 * process at once: its children notice by themselves.
 */
export function listenForStop(input: {
  stopWithStdin: boolean;
  say: (sentence: string) => void;
}): AbortSignal {
  const stop = new AbortController();
  const begin = () => {
    input.say('Stopping. A job under way, if there is one, goes on at the next start.');
    stop.abort('shutdown');
  };
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(EXIT.failed);
      begin();
    });
  }
  if (input.stopWithStdin) {
    process.stdin.on('error', () => {});
    process.stdin.once('end', () => {
      if (!stop.signal.aborted) begin();
    });
    process.stdin.resume();
  }
  return stop.signal;
}
