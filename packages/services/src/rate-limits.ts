import { ServiceError } from '@emailai/contracts/errors';

/** What may be done how often by one person in a minute. Kept per process: a brake, not an account. */
const PER_MINUTE = {
  startJob: 10,
  writeDraft: 60,
  createToken: 20,
  callApi: 300,
  guessKey: 30,
} as const;
export type Limited = keyof typeof PER_MINUTE;

export interface RateLimits {
  /** Counts one use; throws `rate_limited` with `retryAfterSeconds` when it was one too many. */
  take(what: Limited, who: string): void;
}

const WINDOW_MS = 60_000;

export function createRateLimits(now: () => Date): RateLimits {
  const uses = new Map<string, { since: number; count: number }>();
  return {
    take(what, who) {
      const at = now().getTime();
      const key = `${what}:${who}`;
      const window = uses.get(key);
      if (window === undefined || at - window.since >= WINDOW_MS) {
        for (const [old, { since }] of uses) if (at - since >= WINDOW_MS) uses.delete(old);
        uses.set(key, { since: at, count: 1 });
        return;
      }
      window.count += 1;
      if (window.count <= PER_MINUTE[what]) return;
      const retryAfterSeconds = Math.ceil((window.since + WINDOW_MS - at) / 1000);
      throw new ServiceError('rate_limited', 'That was asked too often.', {
        nextStep: `Try again in ${retryAfterSeconds} seconds.`,
        details: { retryAfterSeconds },
      });
    },
  };
}
