import { setTimeout as sleep } from 'node:timers/promises';

/** Something did not come in time: what stands still is stuck. */
export class StuckError extends Error {
  override readonly name = 'StuckError';
}

/** On a machine that other work keeps busy; a run that is well never waits so long. */
export const PATIENCE_MS = 240_000;
const LOOK_EVERY_MS = 10;

/** Resolves with the first answer that is neither null nor false. */
export async function waitUntil<T>(
  what: string,
  look: () => Promise<T | null | false> | T | null | false,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const giveUpMs = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (performance.now() > giveUpMs) throw new StuckError(`${what}: not within ${timeoutMs} ms`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Resolves as `promise` does, or rejects when that takes too long. */
export async function inTime<T>(
  what: string,
  promise: Promise<T>,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const cut = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: cut.signal }).then(() => {
    throw new StuckError(`${what}: not within ${timeoutMs} ms`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cut.abort();
    late.catch(() => undefined);
  }
}
