/** Milliseconds to the first text of drafts. */
export interface Latencies {
  count: number;
  p50Ms: number;
  p95Ms: number;
}

export function latenciesOf(values: readonly number[]): Latencies {
  const sorted = [...values].sort((a, b) => a - b);
  return { count: sorted.length, p50Ms: percentile(sorted, 0.5), p95Ms: percentile(sorted, 0.95) };
}

/** The nearest rank of sorted values; NaN of none. */
function percentile(sorted: readonly number[], share: number): number {
  const at = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return Number((sorted[at] ?? Number.NaN).toFixed(1));
}
