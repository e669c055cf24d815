import { readJobEvents } from '@emailai/db/job/read-job-events';
import type { MailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { openDatabase } from '@emailai/db/open-database';
import { openListener } from '@emailai/db/open-listener';
import { createAgentLinks } from './agent/agent-links';
import { leaveAgent } from './agent/leave-agent';
import type { ServiceContext } from './context';
import { createDatabaseClock } from './database-clock';
import { createDraftRelay } from './draft/draft-relay';
import { DEFAULT_INTERVALS, type Intervals } from './intervals';
import { createJobFeed } from './job/job-feed';
import { createJobGrants } from './job/job-grants';
import { sweepJobs } from './job/sweep-jobs';
import type { Log } from './log';
import { createMetrics } from './metrics/create-metrics';
import { createRateLimits } from './rate-limits';

export interface Services {
  ctx: ServiceContext;
  /** Ends live reads, the LISTEN connection, the sweeper and the connections to the database. */
  close(): Promise<void>;
}

/** Builds what the verbs stand on, once for a process: feed, relay, links and the sweeper that runs beside them. */
export function composeServices(input: {
  /** A database whose migrations have been applied. */
  databaseUrl: string;
  vault: MailVault;
  log: Log;
  now?: () => Date;
  intervals?: Partial<Intervals>;
  /** Off where another process sweeps, or a test does it by hand. */
  sweeps?: boolean;
}): Services {
  const { databaseUrl, vault, log, now = () => new Date(), sweeps = true } = input;
  const db = openDatabase({
    url: databaseUrl,
    onError: (error) => log({ level: 'warn', event: 'database_connection_lost', error }),
  });
  const intervals = { ...DEFAULT_INTERVALS, ...input.intervals };
  const jobFeed = createJobFeed({
    readEvents: (query) => readJobEvents(db, query),
    log,
  });
  let closing = false;
  const databaseClock = createDatabaseClock(db);
  const measureClock = () =>
    databaseClock.measure().catch((error: unknown) => {
      if (!closing) log({ level: 'warn', event: 'clock_not_measured', error });
    });
  const agentLinks = createAgentLinks((agentId) => {
    if (closing) return;
    leaveAgent({ ctx, input: { agentId } }).catch((error: unknown) =>
      log({ level: 'warn', event: 'agent_leave_failed', agentId, error }),
    );
  });
  const ctx: ServiceContext = {
    db,
    vault,
    now,
    databaseClock,
    intervals,
    log,
    metrics: createMetrics(),
    limits: createRateLimits(now),
    jobFeed,
    jobGrants: createJobGrants({ vault, now: databaseClock.now, grantMs: intervals.grantMs }),
    draftRelay: createDraftRelay(intervals),
    agentLinks,
  };

  const listener = openListener({
    url: databaseUrl,
    channel: 'job_event',
    pingMs: intervals.feedPingMs,
    pingTimeoutMs: intervals.feedPingTimeoutMs,
    onNotify(payload) {
      const [jobId = '', seq] = payload.split(':');
      jobFeed.notify(jobId);
      // The first event of a job: there is something to claim.
      if (seq === '1') agentLinks.hint(null, { kind: 'jobs' });
    },
    onReady() {
      void measureClock();
      jobFeed.rescan();
    },
    onError: (error) => log({ level: 'warn', event: 'job_listener_lost', error }),
  });
  const poll = setInterval(() => {
    void measureClock();
    jobFeed.rescan();
  }, intervals.feedPollMs);
  let sweeping: Promise<unknown> = Promise.resolve();
  const sweep = setInterval(() => {
    if (!sweeps) return;
    sweeping = sweepJobs({ ctx, input: {} }).catch((error: unknown) =>
      log({ level: 'warn', event: 'sweep_failed', error }),
    );
  }, intervals.sweepMs);

  return {
    ctx,
    async close() {
      closing = true;
      clearInterval(poll);
      clearInterval(sweep);
      jobFeed.close();
      await Promise.all([listener.close(), sweeping]);
      await db.close();
    },
  };
}
