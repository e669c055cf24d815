import type { Database } from '../open-database';
import { isOnlineSql } from './agent-sql';

export interface Writer {
  agentId: string;
  baseName: string;
}

const FIND = {
  name: 'find_writer',
  text: `
    SELECT agent."id" AS "agentId", COALESCE(agent."info" #>> '{base,name}', 'base') AS "baseName"
    FROM "Agent" agent LEFT JOIN "DraftOrder" draft ON draft."agentId" = agent."id"
    WHERE ${isOnlineSql('$3::float8')}
      AND ($1::text IS NULL OR agent."info" -> 'models' ? $1)
      AND ($2::text IS NULL OR agent."id" = $2)
    GROUP BY agent."id" ORDER BY count(draft."id"), agent."id" LIMIT 1`,
};

/** An agent that is online at any instance and lists the model (`null`: its base), the least busy one. */
export async function findWriter(
  db: Pick<Database, 'pool'>,
  input: { modelTag: string | null; agentId: string | null; offlineMs: number },
): Promise<Writer | null> {
  const { rows } = await db.pool.query<Writer>(FIND, [
    input.modelTag,
    input.agentId,
    input.offlineMs,
  ]);
  return rows[0] ?? null;
}

const HELD = {
  name: 'find_held_models',
  text: `
    SELECT said.tag FROM unnest($1::text[]) AS said (tag)
    WHERE EXISTS (
      SELECT FROM "Agent" agent
      WHERE ${isOnlineSql('$2::float8')} AND agent."info" -> 'models' ? said.tag
    )`,
};

/** Those of `modelTags` that an agent which is online lists. */
export async function findHeldModels(
  db: Pick<Database, 'pool'>,
  input: { modelTags: readonly string[]; offlineMs: number },
): Promise<Set<string>> {
  if (input.modelTags.length === 0) return new Set();
  const { rows } = await db.pool.query<{ tag: string }>(HELD, [input.modelTags, input.offlineMs]);
  return new Set(rows.map(({ tag }) => tag));
}
