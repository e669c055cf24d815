import { DRAFT_CHANNEL, parseDraftNote } from '@emailai/db/draft/draft-note';
import { openListener } from '@emailai/db/open-listener';
import { AGENT_CHANNEL, readAgentNote } from './agent/agent-notes';
import { closeRevokedLinks } from './agent/close-revoked-links';
import type { ServiceContext } from './context';

/** Channel of `<jobId>:<seq>` notes. */
const JOB_CHANNEL = 'job_event';

export interface LiveFeeds {
  /** Whether notes arrive now, or only the slow poll looks. */
  isListening(): boolean;
  close(): Promise<void>;
}

/**
 * What other instances tell, over one LISTEN connection: events of jobs, parts of drafts, words about agents. A
 * note says only where to look; after a reconnect, and now and then, everything is looked at.
 */
export function openLiveFeeds(ctx: ServiceContext): LiveFeeds {
  const { intervals, log, jobFeed, agentLinks, draftRelay, databaseClock } = ctx;
  let isListening = false;
  let isClosed = false;

  const attempt = (event: string, what: Promise<unknown>) =>
    void what.catch((error: unknown) => {
      if (!isClosed) log({ level: 'warn', event, error });
    });
  const lookAtEverything = () => {
    attempt('clock_not_measured', databaseClock.measure());
    attempt('revocations_not_read', closeRevokedLinks({ ctx, input: {} }));
    jobFeed.rescan();
    draftRelay.rescan();
  };
  const channels: Record<string, (payload: string) => void> = {
    [JOB_CHANNEL](payload) {
      const [jobId = '', seq] = payload.split(':');
      jobFeed.notify(jobId);
      // The first event of a job: there is something to claim.
      if (seq === '1') agentLinks.hear({ kind: 'jobs' });
    },
    [AGENT_CHANNEL](payload) {
      const told = readAgentNote(payload);
      if (told && told.from !== ctx.instanceId) agentLinks.hear(told.note);
    },
    [DRAFT_CHANNEL](payload) {
      const note = parseDraftNote(payload);
      if (note) draftRelay.hear(note);
    },
  };

  const listener = openListener({
    url: ctx.db.url,
    channels: Object.keys(channels),
    pingMs: intervals.feedPingMs,
    pingTimeoutMs: intervals.feedPingTimeoutMs,
    onNotify: (channel, payload) => channels[channel]?.(payload),
    onReady() {
      isListening = true;
      lookAtEverything();
    },
    onError(error) {
      isListening = false;
      log({ level: 'warn', event: 'job_listener_lost', error });
    },
  });
  const poll = setInterval(lookAtEverything, intervals.feedPollMs);

  return {
    isListening: () => isListening,
    async close() {
      isClosed = true;
      clearInterval(poll);
      await listener.close();
    },
  };
}
