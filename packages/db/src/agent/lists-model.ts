import type { Database } from '../open-database';

const LISTS = {
  name: 'agent_lists_model',
  text: `SELECT "info" -> 'models' ? $2 AS "isListed" FROM "Agent" WHERE "id" = $1`,
};

/** Whether an agent said of itself that it holds this model version; it may hold thousands. */
export async function listsModel(
  db: Pick<Database, 'pool'>,
  input: { agentId: string; modelTag: string },
): Promise<boolean> {
  const { rows } = await db.pool.query<{ isListed: boolean | null }>(LISTS, [
    input.agentId,
    input.modelTag,
  ]);
  return rows[0]?.isListed ?? false;
}
