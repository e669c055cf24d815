import { inMs } from '../job/job-sql';
import type { Database } from '../open-database';
import { sendNote } from './draft-note';

export interface NewDraftOrder {
  draftId: string;
  agentId: string;
  emailAccountId: string;
  modelName: string | null;
  adapterSha256: string | null;
  maxTokens: number;
  promptSealed: Uint8Array | null;
  readMs: number;
  /** The instance that has handed it to the agent already, or `null`. */
  takenBy: string | null;
}

const ADD = {
  name: 'add_draft_order',
  text: `
    WITH added AS (
      INSERT INTO "DraftOrder" ("id", "agentId", "emailAccountId", "modelName", "adapterSha256",
        "maxTokens", "promptSealed", "takenBy", "readUntil")
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ${inMs('$9::float8')})
      RETURNING "id", "agentId", "takenBy"
    )
    SELECT CASE WHEN "takenBy" IS NULL THEN ${sendNote('ordered', '"id"', '"agentId"')} END
    FROM added`,
};

/** Puts an order where the instance that its agent is connected to finds it, and tells it so. */
export async function addDraftOrder(
  db: Pick<Database, 'pool'>,
  order: NewDraftOrder,
): Promise<void> {
  await db.pool.query(ADD, [
    order.draftId,
    order.agentId,
    order.emailAccountId,
    order.modelName,
    order.adapterSha256,
    order.maxTokens,
    order.promptSealed,
    order.takenBy,
    order.readMs,
  ]);
}
