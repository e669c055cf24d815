import type { MailVault } from '@emailai/db/mail-vault/open-mail-vault';
import type { Database } from '@emailai/db/open-database';
import type { AgentLinks } from './agent/agent-links';
import type { DatabaseClock } from './database-clock';
import type { DraftRelay } from './draft/draft-relay';
import type { Retention } from './housekeeping/retention';
import type { Intervals } from './intervals';
import type { JobFeed } from './job/job-feed';
import type { JobGrants } from './job/job-grants';
import type { Log } from './log';
import type { Metrics } from './metrics/create-metrics';
import type { RateLimits } from './rate-limits';

/** What every verb is handed; built once by the composition root (`composeServices`). */
export interface ServiceContext {
  /** Names this process among those on one database; new at each start. */
  instanceId: string;
  db: Database;
  vault: MailVault;
  now: () => Date;
  /** What counts for leases, grants and who is online. */
  databaseClock: DatabaseClock;
  intervals: Intervals;
  retention: Retention;
  log: Log;
  metrics: Metrics;
  limits: RateLimits;
  jobFeed: JobFeed;
  jobGrants: JobGrants;
  draftRelay: DraftRelay;
  agentLinks: AgentLinks;
}

/** A verb takes the context and its input; who asks is part of the input. */
export interface VerbArgs<Input> {
  ctx: ServiceContext;
  input: Input;
}
