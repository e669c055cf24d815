import type { Database } from '../open-database';

/**
 * Notes that an agent was heard of now, by the database's clock, and what it said of itself: `said` is laid over
 * what is known already. Without `isHere` only the words are noted.
 */
export async function touchAgent(
  db: Pick<Database, 'pool'>,
  input: { agentId: string; said?: object; isHere: boolean },
): Promise<void> {
  await db.pool.query(
    `UPDATE "Agent" SET
       "lastSeenAt" = CASE WHEN $3 THEN clock_timestamp() ELSE "lastSeenAt" END,
       "info" = COALESCE("info", '{}'::jsonb) || $2::jsonb
     WHERE "id" = $1`,
    [input.agentId, JSON.stringify(input.said ?? {}), input.isHere],
  );
}
