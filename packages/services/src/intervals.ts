/**
 * Every time-out of the control plane, in milliseconds, in one place: agents are told theirs at hello, and tests
 * pass smaller ones. Lease times are compared by the database's clock, never by ours.
 */
export interface Intervals {
  /** What an agent is told at hello. */
  heartbeatMs: number;
  claimPollMs: number;
  reportMs: number;
  reconnectMaxMs: number;
  /** A lease lives this long after a claim, a heartbeat or a report. */
  leaseMs: number;
  /** A job grant is good for so long; each heartbeat brings a new one. */
  grantMs: number;
  /** An agent silent for so long is shown as offline. */
  agentOfflineMs: number;
  /** After the lease has passed a job waits so long for its agent to come back … */
  graceMs: number;
  /** … or only so long where another agent idles. */
  idleGraceMs: number;
  /** An agent that holds on to a job so long after it was to be cancelled loses it. */
  cancelGraceMs: number;
  sweepMs: number;
  /** A failed attempt is tried again after this times the attempts made. */
  retryBackoffMs: number;
  /** Sockets: the server pings one that says nothing so often, and cuts it where no answer comes in time. */
  socketPingMs: number;
  socketPongMs: number;
  /** A socket outlives the request that opened it, so whether its session still stands is asked so often. */
  recheckSessionMs: number;
  /** A server that stops gives those who are connected so long to go elsewhere by themselves. */
  drainSocketsMs: number;
  /** LISTEN connection: a ping is sent so often, and must come back within the time-out. */
  feedPingMs: number;
  feedPingTimeoutMs: number;
  /** Followed jobs are read again so often even when nothing was notified. */
  feedPollMs: number;
  /** A draft must show its first token, and each later one, within these. */
  draftFirstTokenMs: number;
  draftStallMs: number;
  /** An agent whose socket broke in mid-draft has so long to come back. */
  draftReconnectMs: number;
  /** A draft in the outbox that its reader has not asked for within this is given up; asked three times in it. */
  draftLeaseMs: number;
  /** A deployed model must write one token within this before its job may complete. */
  probeMs: number;
  /** Webhooks: how often is looked for due ones, and how long an attempt may take in all. */
  webhookPollMs: number;
  webhookTimeoutMs: number;
  /** Pauses between attempts grow from the first to the longest; after so long an event is given up. */
  webhookRetryMs: number;
  webhookRetryMaxMs: number;
  webhookGiveUpMs: number;
  /** An outside worker says little while it trains, so its lease is long. */
  outsideLeaseMs: number;
  /** Housekeeping: who holds its lock and is silent for so long loses it. */
  housekeeperSilenceMs: number;
  tellFailuresMs: number;
  checkEligibilityMs: number;
  applyRetentionMs: number;
}

export const DEFAULT_INTERVALS: Intervals = {
  heartbeatMs: 10_000,
  claimPollMs: 5_000,
  reportMs: 500,
  reconnectMaxMs: 15_000,
  leaseMs: 45_000,
  grantMs: 600_000,
  agentOfflineMs: 45_000,
  graceMs: 300_000,
  idleGraceMs: 5_000,
  cancelGraceMs: 30_000,
  sweepMs: 5_000,
  retryBackoffMs: 5_000,
  socketPingMs: 5_000,
  socketPongMs: 4_500,
  recheckSessionMs: 30_000,
  drainSocketsMs: 1_000,
  feedPingMs: 15_000,
  feedPingTimeoutMs: 5_000,
  feedPollMs: 5_000,
  draftFirstTokenMs: 60_000,
  draftStallMs: 30_000,
  draftReconnectMs: 2_000,
  draftLeaseMs: 15_000,
  probeMs: 30_000,
  webhookPollMs: 1_000,
  webhookTimeoutMs: 10_000,
  webhookRetryMs: 5_000,
  webhookRetryMaxMs: 4 * 3_600_000,
  webhookGiveUpMs: 24 * 3_600_000,
  outsideLeaseMs: 6 * 3_600_000,
  housekeeperSilenceMs: 60_000,
  tellFailuresMs: 30_000,
  checkEligibilityMs: 24 * 3_600_000,
  applyRetentionMs: 3_600_000,
};
