/**
 * Aborts at the first Ctrl-C, SIGTERM or hang-up; a second one ends the process at once. `detach` gives the
 * signals back.
 */
export function listenForStop(say: (sentence: string) => void): {
  signal: AbortSignal;
  detach: () => void;
} {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    say('Stopping. Press Ctrl-C again to leave at once.');
    stop.abort(name);
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, onSignal);
  return {
    signal: stop.signal,
    detach: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
