import type { Database } from '@emailai/db/open-database';

/**
 * The time as the database has it, to within a round trip: instances whose own clocks differ by hours still agree
 * on who is online and what has expired. Until the first `measure` has come back it is our own clock.
 */
export interface DatabaseClock {
  now(): Date;
  measure(): Promise<void>;
}

export function createDatabaseClock(db: Pick<Database, 'pool'>): DatabaseClock {
  // Added to the monotonic clock, which nobody sets.
  let offsetMs = Date.now() - performance.now();
  return {
    now: () => new Date(performance.now() + offsetMs),
    async measure() {
      const askedMs = performance.now();
      const { rows } = await db.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      const [row] = rows;
      if (row) offsetMs = row.now.getTime() - (askedMs + performance.now()) / 2;
    },
  };
}
