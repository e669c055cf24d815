import type pg from 'pg';
import type { Database } from '../open-database';

/** Channel of `<jobId>:<seq>` notes; ids only, what happened stands in JobEvent. */
export const JOB_CHANNEL = 'job_event';

const ANNOUNCE = {
  name: 'announce_job_events',
  // Notes outlive nobody: this commit need not wait for the disk.
  text: `
    SELECT pg_notify('${JOB_CHANNEL}', note)
    FROM set_config('synchronous_commit', 'off', true), unnest($1::text[]) AS note`,
};

/** Notes that wait for the batch under way, by the pool they go over. */
const waiting = new WeakMap<pg.Pool, string[]>();

/**
 * Tells every listener that a job's log has grown to `seq`. After the commit and not in it, because PostgreSQL lets
 * transactions that notify commit one at a time, each waiting for the disk alone: that alone made claims three times
 * slower. What comes while a batch is under way goes with the next one. A note that is lost with this process is
 * made up for by the polls of those who listen.
 */
export function announceEvents(
  db: Pick<Database, 'pool'>,
  logs: readonly { id: string; eventSeq: number }[],
): void {
  const notes = logs.map(({ id, eventSeq }) => `${id}:${eventSeq}`);
  if (notes.length === 0) return;
  const queued = waiting.get(db.pool);
  if (queued !== undefined) queued.push(...notes);
  else void sendBatches(db.pool, notes);
}

async function sendBatches(pool: pg.Pool, first: string[]): Promise<void> {
  for (let notes = first; notes.length > 0; notes = waiting.get(pool) ?? []) {
    waiting.set(pool, []);
    try {
      await pool.query(ANNOUNCE, [notes]);
    } catch {
      // Only hints: what cannot be told now is seen by the next poll.
    }
  }
  waiting.delete(pool);
}
