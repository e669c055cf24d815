import { openAddress } from './open-address';
import type { Product } from './run-product';

/** Tells where to look, and waits for Ctrl-C. */
export async function serveUntilStopped(
  { plane }: Product,
  { signal, say }: { signal: AbortSignal; say: (sentence: string) => void },
): Promise<number> {
  if (signal.aborted) return 0;
  say(`\n  emailai runs at ${plane.url}\n  Ctrl-C stops it.\n`);
  openAddress(plane.url);
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return 0;
}
