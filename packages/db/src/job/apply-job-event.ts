import type pg from 'pg';
import type { Database } from '../open-database';
import { announceEvents } from './announce-events';
import type { JobRow } from './job-row';

/** The one writer of a job's state: runs a statement of `jobEventSql`, tells listeners of the lines it wrote, and answers its rows. */
export async function applyJobEvent<Row extends JobRow = JobRow>(
  db: Pick<Database, 'pool'>,
  statement: { name: string; text: string },
  values: unknown[],
): Promise<Row[]> {
  const { rows }: pg.QueryResult<Row> = await db.pool.query<Row>(statement, values);
  announceEvents(db, rows);
  return rows;
}
