const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/**
 * Milliseconds to wait before try `attempt` (from 0): 250 ms doubling to 15 s (or `longestMs`), of which the upper
 * half is chance, so that a hundred agents do not knock on a restarted server in the same moment.
 */
export function backoffMs(attempt: number, random: () => number, longestMs = LONGEST_MS): number {
  const ceiling = Math.min(longestMs, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
