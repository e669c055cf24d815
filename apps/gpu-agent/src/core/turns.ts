/** A bounded number of turns, given in the order they were asked for. */
export interface Turns {
  /** True once it is the caller's turn, which must then be given back; false where `signal` aborted first. */
  take(signal: AbortSignal): Promise<boolean>;
  giveBack(): void;
  readonly taken: number;
}

export function createTurns(maxAtOnce: number): Turns {
  const queue: (() => void)[] = [];
  let taken = 0;
  return {
    take(signal) {
      if (signal.aborted) return Promise.resolve(false);
      if (taken < maxAtOnce) {
        taken += 1;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const start = () => {
          signal.removeEventListener('abort', leave);
          resolve(true);
        };
        const leave = () => {
          queue.splice(queue.indexOf(start), 1);
          resolve(false);
        };
        queue.push(start);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    giveBack() {
      const next = queue.shift();
      if (next === undefined) taken -= 1;
      else next();
    },
    get taken() {
      return taken;
    },
  };
}
