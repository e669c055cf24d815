import { availableParallelism } from 'node:os';

/** Below this a second thread costs more in waiting than it computes. */
const ONE_THREAD_PARAMETERS = 100_000_000;

/** Threads a decode of a base of `parameters` takes: never more than there are cores. */
export function engineThreads(parameters: number): number {
  return parameters < ONE_THREAD_PARAMETERS ? 1 : availableParallelism();
}
