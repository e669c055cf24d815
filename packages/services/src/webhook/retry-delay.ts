/** Each pause is so many times the one before. */
const GROWTH = 3;
/** Half of a pause is chance: who failed together does not come back together. */
const JITTER = 0.5;

/**
 * Milliseconds from a failed attempt to the next: with 5 s and 4 h these are about 5 s, 15 s, 45 s, 2 min, 7 min,
 * 20 min, 1 h, 3 h, then every 4 h, thirteen attempts in a day.
 * @param attempt 1 is the first
 * @param random from [0, 1)
 */
export function retryDelayMs(
  attempt: number,
  { firstMs, maxMs, random }: { firstMs: number; maxMs: number; random: () => number },
): number {
  const whole = Math.min(maxMs, firstMs * GROWTH ** (attempt - 1));
  return Math.round(whole * (1 - JITTER / 2 + JITTER * random()));
}
