/**
 * A bounded number of turns. Whoever waits gets one by name in rotation, and within a name in the order asked: forty
 * wishes of one do not make another wait for forty.
 */
export interface Turns {
  /** True once it is the caller's turn, which must then be given back; false where `signal` aborted first. */
  take(signal: AbortSignal, whose?: string): Promise<boolean>;
  giveBack(): void;
  readonly taken: number;
  readonly waiting: number;
}

export function createTurns(maxAtOnce: number): Turns {
  /** In the order of rotation. */
  const queues = new Map<string, (() => void)[]>();
  let taken = 0;

  function leave(whose: string, start: () => void): void {
    const kept = (queues.get(whose) ?? []).filter((other) => other !== start);
    if (kept.length === 0) queues.delete(whose);
    else queues.set(whose, kept);
  }

  function next(): (() => void) | undefined {
    const [first] = queues;
    if (first === undefined) return undefined;
    const [whose, [start, ...rest]] = first;
    queues.delete(whose);
    if (rest.length > 0) queues.set(whose, rest);
    return start;
  }

  return {
    take(signal, whose = '') {
      if (signal.aborted) return Promise.resolve(false);
      if (taken < maxAtOnce) {
        taken += 1;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const start = () => {
          signal.removeEventListener('abort', abort);
          resolve(true);
        };
        const abort = () => {
          leave(whose, start);
          resolve(false);
        };
        queues.set(whose, [...(queues.get(whose) ?? []), start]);
        signal.addEventListener('abort', abort, { once: true });
      });
    },
    giveBack() {
      const start = next();
      if (start === undefined) taken -= 1;
      else start();
    },
    get taken() {
      return taken;
    },
    get waiting() {
      return [...queues.values()].reduce((sum, { length }) => sum + length, 0);
    },
  };
}
