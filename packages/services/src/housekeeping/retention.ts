const DAY_MS = 24 * 3_600_000;

/**
 * What is kept how long, in milliseconds; the table of docs/OPERATIONS.md says the same. Jobs, model versions and
 * the states a job went through are not here: they stay as long as their mailbox.
 */
export interface Retention {
  /** Notices after they were read, and those that never were. */
  readNoticesMs: number;
  unreadNoticesMs: number;
  /** Deliveries after they arrived or were given up. */
  deliveriesMs: number;
  /** Ids of webhooks that came in. Signatures are refused after five minutes; this is only to answer repeats alike. */
  receiptsMs: number;
  /** After so long without an instance that names an endpoint no deliveries are written any more. */
  endpointMs: number;
  /** Steps, losses and counts in the log of a job, after it ended. */
  jobEventsMs: number;
}

export const DEFAULT_RETENTION: Retention = {
  readNoticesMs: 90 * DAY_MS,
  unreadNoticesMs: 365 * DAY_MS,
  deliveriesMs: 7 * DAY_MS,
  receiptsMs: DAY_MS,
  endpointMs: 2 * DAY_MS,
  jobEventsMs: 180 * DAY_MS,
};

/**
 * A failure is told to its writer as long after as this, if that did not work at first. Shorter than any notice
 * is kept: or one that was deleted would be told again.
 */
export const TELL_WITHIN_MS = 7 * DAY_MS;
