/**
 * Milliseconds since the machine started, the same in all its processes (Linux and macOS), unlike
 * `performance.now()`; no clock adjustment moves it.
 */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6;
