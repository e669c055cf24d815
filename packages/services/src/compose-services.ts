import { newId } from '@emailai/contracts/ids';
import { readJobEvents } from '@emailai/db/job/read-job-events';
import type { MailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { openDatabase } from '@emailai/db/open-database';
import { createAgentLinks } from './agent/agent-links';
import { AGENT_CHANNEL, writeAgentNote } from './agent/agent-notes';
import { leaveAgent } from './agent/leave-agent';
import type { ServiceContext } from './context';
import { createDatabaseClock } from './database-clock';
import { createDraftOutbox } from './draft/draft-outbox';
import { createDraftRelay } from './draft/draft-relay';
import { DEFAULT_RETENTION, type Retention } from './housekeeping/retention';
import { startHousekeeping } from './housekeeping/start-housekeeping';
import { DEFAULT_INTERVALS, type Intervals } from './intervals';
import { createJobFeed } from './job/job-feed';
import { createJobGrants } from './job/job-grants';
import type { Log } from './log';
import { createMetrics } from './metrics/create-metrics';
import { openLiveFeeds } from './open-live-feeds';
import { createRateLimits } from './rate-limits';
import { startWebhookSender } from './webhook/start-webhook-sender';
import type { WebhookTarget } from './webhook/webhook-target';

export interface Services {
  ctx: ServiceContext;
  /** Whether events of jobs arrive by notification now, or only by the slow poll. */
  isListening(): boolean;
  /** Ends live reads, the LISTEN connection, housekeeping, webhooks and the connections to the database. */
  close(): Promise<void>;
}

/** Builds what the verbs stand on, once for a process: feed, relay, links, and what runs beside them. */
export function composeServices(input: {
  /** A database whose migrations have been applied. */
  databaseUrl: string;
  vault: MailVault;
  log: Log;
  now?: () => Date;
  intervals?: Partial<Intervals>;
  retention?: Partial<Retention>;
  /** Where events are sent; without it none are. */
  webhook?: WebhookTarget | undefined;
  /** Off where a process lives for a moment only, or a test keeps house by hand. */
  keepsHouse?: boolean;
}): Services {
  const { databaseUrl, vault, log, now = () => new Date(), keepsHouse = true } = input;
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
  const instanceId = newId();
  const agentLinks = createAgentLinks({
    onGone({ agentId, linkId }) {
      if (closing) return;
      leaveAgent({ ctx, input: { agentId, linkId } }).catch((error: unknown) =>
        log({ level: 'warn', event: 'agent_leave_failed', agentId, error }),
      );
    },
    tell(note) {
      const payload = writeAgentNote(instanceId, note);
      db.pool
        .query('SELECT pg_notify($1, $2)', [AGENT_CHANNEL, payload])
        .catch((error: unknown) => {
          if (!closing)
            log({ level: 'warn', event: 'agent_note_not_sent', kind: note.kind, error });
        });
    },
  });
  const ctx: ServiceContext = {
    instanceId,
    db,
    vault,
    now,
    databaseClock,
    intervals,
    retention: { ...DEFAULT_RETENTION, ...input.retention },
    log,
    metrics: createMetrics(),
    limits: createRateLimits(now),
    jobFeed,
    jobGrants: createJobGrants({ vault, now: databaseClock.now, grantMs: intervals.grantMs }),
    draftRelay: createDraftRelay({
      outbox: createDraftOutbox({ db, vault, instanceId, intervals }),
      intervals,
      log,
    }),
    agentLinks,
  };

  const live = openLiveFeeds(ctx);
  const beside = [
    ...(keepsHouse ? [startHousekeeping(ctx)] : []),
    ...(input.webhook ? [startWebhookSender(ctx, input.webhook)] : []),
  ];

  return {
    ctx,
    isListening: live.isListening,
    async close() {
      closing = true;
      jobFeed.close();
      ctx.draftRelay.close();
      await Promise.all([live.close(), ...beside.map((part) => part.close())]);
      await db.close();
    },
  };
}
