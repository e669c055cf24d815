import { DEFAULT_INTERVALS, type Intervals } from '@emailai/services/intervals';

/** So many times as fast as in service goes everything that has an interval: a minute is 1.2 s. */
export const FASTER = 50;

/** Real time of `ms` of service. */
export const scaled = (ms: number) => Math.ceil(ms / FASTER);

export const FAULT_INTERVALS: Intervals = {
  ...DEFAULT_INTERVALS,
  ...Object.fromEntries(Object.entries(DEFAULT_INTERVALS).map(([name, ms]) => [name, scaled(ms)])),
  // Only a fifth: a process that a busy machine holds up for a moment must not be taken for gone.
  socketPingMs: DEFAULT_INTERVALS.socketPingMs / 5,
  socketPongMs: DEFAULT_INTERVALS.socketPongMs / 5,
  feedPingTimeoutMs: DEFAULT_INTERVALS.feedPingTimeoutMs / 5,
  probeMs: DEFAULT_INTERVALS.probeMs / 5,
};
