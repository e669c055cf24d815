import type { Clock } from './clock';

/** A ring that is remembered until somebody waits for it: no wake-up is lost between two looks. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, after `ms`, or when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createBell(clock: Clock): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(ms, signal) {
      if (!rung && !signal.aborted) {
        // Not AbortSignal.any: `signal` may live for weeks and would remember every wait.
        const early = new AbortController();
        const end = () => early.abort();
        wake = end;
        signal.addEventListener('abort', end, { once: true });
        await clock.sleep(ms, early.signal);
        signal.removeEventListener('abort', end);
        wake = null;
      }
      rung = false;
    },
  };
}
