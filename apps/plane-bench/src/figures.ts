/** The value below which `share` of `values` lie (nearest rank); 0 of none. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export const medianOf = (values: readonly number[]): number => percentileOf(values, 0.5);

/** For printing: two decimals are more than any of these figures is good for. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;
