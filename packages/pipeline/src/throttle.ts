/** Passes on at most one value in `everyMs`, the first at once; values in between are dropped unless they must pass. */
export function throttle<T>(
  pass: (value: T) => void,
  everyMs: number,
  now: () => number = Date.now,
): (value: T, mustPass?: boolean) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (value, mustPass = false) => {
    if (!mustPass && now() - lastMs < everyMs) return;
    lastMs = now();
    pass(value);
  };
}
