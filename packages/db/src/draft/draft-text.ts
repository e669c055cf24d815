import { CLOCK } from '../job/job-sql';
import type { Database } from '../open-database';
import { sendNote } from './draft-note';

/** A part of a draft, sealed; `end` says how it ended, in the last one. */
export interface SealedText {
  seq: number;
  textSealed: Uint8Array;
  end: unknown;
}

const APPEND = {
  name: 'append_draft_text',
  text: `
    WITH draft AS (
      SELECT draft."id", draft."agentId" FROM "DraftOrder" draft
      WHERE draft."id" = $1 AND draft."agentId" = $2 AND NOT draft."agentLeft"
        AND draft."readUntil" > ${CLOCK}
      FOR KEY SHARE
    ),
    added AS (
      INSERT INTO "DraftEvent" ("draftId", "seq", "textSealed", "end")
      SELECT draft."id", $3, $4, $5 FROM draft
      ON CONFLICT DO NOTHING RETURNING "draftId"
    )
    SELECT CASE WHEN added."draftId" IS NOT NULL
      THEN ${sendNote('text', 'draft."id"', 'draft."agentId"')} END
    FROM draft LEFT JOIN added ON added."draftId" = draft."id"`,
};

/** Keeps a part for the reader; the same one again changes nothing. False where nobody reads the draft any more. */
export async function appendDraftText(
  db: Pick<Database, 'pool'>,
  { draftId, agentId, seq, textSealed, end }: SealedText & { draftId: string; agentId: string },
): Promise<boolean> {
  const values = [draftId, agentId, seq, textSealed, end === null ? null : JSON.stringify(end)];
  const { rows } = await db.pool.query(APPEND, values);
  return rows.length > 0;
}

const READ = {
  name: 'read_draft_text',
  text: `
    SELECT draft."takenBy", draft."agentLeft", event."seq", event."textSealed", event."end"
    FROM "DraftOrder" draft
    LEFT JOIN "DraftEvent" event ON event."draftId" = draft."id" AND event."seq" >= $2
    WHERE draft."id" = $1 ORDER BY event."seq"`,
};

export interface DraftSoFar {
  /** An instance has handed the order to the agent. */
  isTaken: boolean;
  agentLeft: boolean;
  texts: SealedText[];
}

interface ReadRow {
  takenBy: string | null;
  agentLeft: boolean;
  seq: number | null;
  textSealed: Uint8Array;
  end: unknown;
}

/** What came of a draft from `fromSeq` on; `null` where its order is gone. */
export async function readDraftText(
  db: Pick<Database, 'pool'>,
  { draftId, fromSeq }: { draftId: string; fromSeq: number },
): Promise<DraftSoFar | null> {
  const { rows } = await db.pool.query<ReadRow>(READ, [draftId, fromSeq]);
  const [first] = rows;
  if (!first) return null;
  const texts = rows.flatMap(({ seq, textSealed, end }) =>
    seq === null ? [] : [{ seq, textSealed, end }],
  );
  return { isTaken: first.takenBy !== null, agentLeft: first.agentLeft, texts };
}
