import { setMaxListeners } from 'node:events';
import type { JobEvent } from '@emailai/contracts/job/events';
import { isTerminal } from '@emailai/contracts/job/states';
import { AsyncQueue } from '../async-queue';
import type { Log } from '../log';

/**
 * A job's events, live: first what is in the log after `afterSeq`, then what is written, without gap or repeat,
 * ending after the event that ended the job. The rows are the truth; notifications only say when to look.
 */
export interface JobFeed {
  follow(input: {
    jobId: string;
    afterSeq: number;
    signal?: AbortSignal | undefined;
  }): AsyncGenerator<JobEvent, void>;
  /** A job has events up to `seq`, or so it was notified. */
  notify(jobId: string): void;
  /** Looks at every followed job: after a reconnect, and now and then. */
  rescan(): void;
  /** Jobs being followed. */
  size(): number;
  close(): void;
}

interface Follower {
  queue: AsyncQueue<JobEvent>;
  /** Its queue overflowed: it must read the log itself again. */
  behind: boolean;
}

/** One job's followers share one read: rows after `cursor` go to all of them. */
interface Hub {
  followers: Set<Follower>;
  cursor: number;
  reading: boolean;
  again: boolean;
}

/** Every follower that lags holds a page while its peer does not read. */
const PAGE = 100;
/**
 * Events kept for a follower that does not read; more, and it reads them from the log when it does. A report holds
 * at most 200: one alone must not throw anybody back.
 */
const MAX_QUEUED = 250;

export function createJobFeed(ports: {
  readEvents: (input: { jobId: string; afterSeq: number; limit: number }) => Promise<JobEvent[]>;
  log: Log;
}): JobFeed {
  const hubs = new Map<string, Hub>();
  const closing = new AbortController();
  // One listener a follower is the plan, not a leak.
  setMaxListeners(0, closing.signal);

  async function pump(jobId: string, hub: Hub): Promise<void> {
    hub.again = true;
    if (hub.reading) return;
    hub.reading = true;
    try {
      while (hub.again && hub.followers.size > 0) {
        hub.again = false;
        const rows = await ports.readEvents({ jobId, afterSeq: hub.cursor, limit: PAGE });
        hub.cursor = rows.at(-1)?.seq ?? hub.cursor;
        hub.again ||= rows.length === PAGE;
        for (const follower of hub.followers) deliver(follower, rows);
      }
    } catch (error) {
      // The next notification or the safety poll reads again from the same cursor.
      ports.log({ level: 'warn', event: 'job_feed_read_failed', jobId, error });
    } finally {
      hub.reading = false;
    }
  }

  function deliver(follower: Follower, rows: readonly JobEvent[]): void {
    if (follower.behind) return;
    for (const row of rows) follower.queue.push(row);
    if (follower.queue.size <= MAX_QUEUED) return;
    follower.behind = true;
    follower.queue.clear();
    follower.queue.close();
  }

  function join(jobId: string, afterSeq: number): { hub: Hub; follower: Follower } {
    const hub = hubs.get(jobId) ?? {
      followers: new Set(),
      cursor: afterSeq,
      reading: false,
      again: false,
    };
    hubs.set(jobId, hub);
    // Behind at first: rows between its own position and the hub's are read from the log.
    const follower: Follower = { queue: new AsyncQueue(), behind: true };
    hub.followers.add(follower);
    return { hub, follower };
  }

  async function* eventsOf(
    hub: Hub,
    follower: Follower,
    { jobId, afterSeq, signal }: { jobId: string; afterSeq: number; signal: AbortSignal },
  ): AsyncGenerator<JobEvent, void> {
    let last = afterSeq;
    while (!signal.aborted) {
      // From here on the queue holds every row after `target`; the log has those up to it.
      const target = hub.cursor;
      follower.behind = false;
      follower.queue = new AsyncQueue();
      while (last < target && !signal.aborted) {
        const rows = await ports.readEvents({ jobId, afterSeq: last, limit: PAGE });
        for (const row of rows) {
          yield row;
          last = row.seq;
          if (isTerminal(row.status)) return;
        }
        if (rows.length === 0) break;
      }
      void pump(jobId, hub);
      while (!follower.behind) {
        const next = await follower.queue.next({ signal });
        if (next === 'closed' || next === 'timeout') break;
        if (next.item.seq <= last) continue;
        yield next.item;
        last = next.item.seq;
        if (isTerminal(next.item.status)) return;
      }
    }
  }

  const notify = (jobId: string) => {
    const hub = hubs.get(jobId);
    if (hub) void pump(jobId, hub);
  };

  return {
    async *follow({ jobId, afterSeq, signal }) {
      const { hub, follower } = join(jobId, afterSeq);
      const until = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      try {
        yield* eventsOf(hub, follower, { jobId, afterSeq, signal: until });
      } finally {
        hub.followers.delete(follower);
        if (hub.followers.size === 0 && hubs.get(jobId) === hub) hubs.delete(jobId);
      }
    },
    notify,
    rescan() {
      for (const jobId of hubs.keys()) notify(jobId);
    },
    size: () => hubs.size,
    close: () => closing.abort(),
  };
}
