import { isOnlineSql } from '../agent/agent-sql';
import { CLOCK, inMs } from '../job/job-sql';
import type { Database } from '../open-database';
import { sendNote } from './draft-note';

/** The reader has left: the order and its text go, and the agent's instance is told. */
export async function dropDraftOrder(db: Pick<Database, 'pool'>, draftId: string): Promise<void> {
  await db.pool.query(
    `WITH dropped AS (DELETE FROM "DraftOrder" WHERE "id" = $1 RETURNING "id", "agentId")
     SELECT ${sendNote('stopped', '"id"', '"agentId"')} FROM dropped`,
    [draftId],
  );
}

/** The agent has left, and with it what it was writing (or was to write, too): its readers are told. */
export async function failDraftOrders(
  db: Pick<Database, 'pool'>,
  { agentId, onlyTaken }: { agentId: string; onlyTaken: boolean },
): Promise<void> {
  await db.pool.query(
    `WITH failed AS (
       UPDATE "DraftOrder" SET "agentLeft" = true
       WHERE "agentId" = $1 AND NOT "agentLeft" AND ("takenBy" IS NOT NULL OR NOT $2::boolean)
       RETURNING "id", "agentId"
     )
     SELECT ${sendNote('text', '"id"', '"agentId"')} FROM failed`,
    [agentId, onlyTaken],
  );
}

const LEAVE = {
  name: 'leave_draft_orders',
  text: `
    WITH elsewhere AS (
      SELECT agent."info" ->> 'instanceId' AS "instanceId" FROM "Agent" agent
      WHERE agent."id" = $1 AND ${isOnlineSql('$3::float8')}
        AND agent."info" ->> 'instanceId' <> $2
    ),
    watched AS (
      UPDATE "DraftOrder" draft SET
        "agentLeft" = NOT EXISTS (SELECT FROM elsewhere),
        "takenBy" = COALESCE((SELECT "instanceId" FROM elsewhere), draft."takenBy")
      WHERE draft."agentId" = $1 AND draft."takenBy" = $2 AND NOT draft."agentLeft"
      RETURNING draft."id", draft."agentId", draft."agentLeft"
    )
    SELECT ${sendNote('text', '"id"', '"agentId"')} FROM watched WHERE "agentLeft"`,
};

/** The agent is not connected to this instance any more: what it was handed here ends, or moved with it. */
export async function leaveDraftOrders(
  db: Pick<Database, 'pool'>,
  input: { agentId: string; instanceId: string; offlineMs: number },
): Promise<void> {
  await db.pool.query(LEAVE, [input.agentId, input.instanceId, input.offlineMs]);
}

/** Their readers still wait: prolongs what would otherwise count as left. */
export async function renewDraftOrders(
  db: Pick<Database, 'pool'>,
  { draftIds, readMs }: { draftIds: readonly string[]; readMs: number },
): Promise<void> {
  await db.pool.query(
    `UPDATE "DraftOrder" SET "readUntil" = ${inMs('$2::float8')} WHERE "id" = ANY($1)`,
    [draftIds, readMs],
  );
}

/** Removes what a reader left behind that could not say so any more. */
export async function sweepDraftOrders(db: Pick<Database, 'pool'>): Promise<number> {
  const { rowCount } = await db.pool.query(`DELETE FROM "DraftOrder" WHERE "readUntil" < ${CLOCK}`);
  return rowCount ?? 0;
}
