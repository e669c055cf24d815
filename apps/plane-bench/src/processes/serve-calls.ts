import type { Call, Calls } from './calls';

/** A parent that was killed must not leave anything behind. */
const CLOSE_PATIENCE_MS = 8_000;

/** Answers what the parent process calls; `close` runs when the parent hangs up, and then this process ends. */
export function serveCalls(calls: Calls, close: () => Promise<void>): void {
  const send = (message: object) => process.send?.(message);
  process.on('message', ({ id, name, input }: Call) => {
    const asked = calls[name];
    if (asked === undefined) return send({ id, error: `There is no call ${name}.` });
    asked(input as never).then(
      (answer) => send({ id, answer: answer ?? null }),
      (error: unknown) => send({ id, error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  // Ctrl-C reaches every process of the terminal: the parent ends this one.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), CLOSE_PATIENCE_MS);
    void close().finally(() => process.exit(0));
  });
  send({ ready: true });
}
