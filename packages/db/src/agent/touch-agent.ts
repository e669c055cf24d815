import type { Database } from '../open-database';

const TOUCH = {
  name: 'touch_agent',
  text: `
    WITH before AS (SELECT "id", "info" FROM "Agent" WHERE "id" = $1 FOR UPDATE)
    UPDATE "Agent" agent SET
      "lastSeenAt" = CASE WHEN $3 THEN clock_timestamp() ELSE agent."lastSeenAt" END,
      "info" = COALESCE(before."info", '{}'::jsonb) || $2::jsonb
    FROM before
    WHERE agent."id" = before."id"
      AND ($4::text IS NULL OR before."info" ->> 'linkId' IS NOT DISTINCT FROM $4)
    RETURNING before."info" ->> 'bootId' AS "bootId",
      agent."drainRequestedAt" IS NOT NULL AS "drainRequested"`,
};

export interface TouchInput {
  agentId: string;
  said?: object;
  isHere: boolean;
  /** Only while this is the agent's newest connection: an older one that ends late says nothing any more. */
  ofLinkId?: string | undefined;
}

export interface KnownAgent {
  /** The process that was the agent until now, where it was one. */
  bootId: string | null;
  /** An operator wants it to take no further jobs. */
  drainRequested: boolean;
}

/**
 * Notes that an agent was heard of now, by the database's clock, and what it said of itself: `said` is laid over
 * what is known already. Without `isHere` only the words are noted.
 * @returns `null` where nothing was noted
 */
export async function touchAgent(
  db: Pick<Database, 'pool'>,
  input: TouchInput,
): Promise<KnownAgent | null> {
  const { agentId, said = {}, isHere, ofLinkId = null } = input;
  const { rows } = await db.pool.query<KnownAgent>(TOUCH, [
    agentId,
    JSON.stringify(said),
    isHere,
    ofLinkId,
  ]);
  return rows[0] ?? null;
}
