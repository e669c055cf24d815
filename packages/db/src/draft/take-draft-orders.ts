import { CLOCK } from '../job/job-sql';
import type { Database } from '../open-database';

/** A row whose texts are sealed, with what opens them. */
export interface SealedDraft {
  draftId: string;
  mailbox: { id: string; wrappedKey: Uint8Array; keyId: string };
}

export interface TakenDraftOrder extends SealedDraft {
  modelName: string | null;
  adapterSha256: string | null;
  maxTokens: number;
  promptSealed: Uint8Array | null;
}

/** SQL for `mailbox`, over `account`. */
const MAILBOX = `account."id" AS "emailAccountId", account."wrappedKey", account."keyId"`;

interface MailboxColumns {
  emailAccountId: string;
  wrappedKey: Uint8Array;
  keyId: string;
}

const withMailbox = <Row extends MailboxColumns>({
  emailAccountId,
  wrappedKey,
  keyId,
  ...row
}: Row) => ({ ...row, mailbox: { id: emailAccountId, wrappedKey, keyId } });

const TAKE = {
  name: 'take_draft_orders',
  text: `
    UPDATE "DraftOrder" draft SET "takenBy" = $2 FROM "EmailAccount" account
    WHERE draft."agentId" = $1 AND draft."takenBy" IS NULL AND NOT draft."agentLeft"
      AND draft."readUntil" > ${CLOCK} AND account."id" = draft."emailAccountId"
    RETURNING draft."id" AS "draftId", draft."modelName", draft."adapterSha256",
      draft."maxTokens", draft."promptSealed", ${MAILBOX}`,
};

/** Orders for an agent that no instance has handed to it yet; of several that ask, one gets each. */
export async function takeDraftOrders(
  db: Pick<Database, 'pool'>,
  { agentId, instanceId }: { agentId: string; instanceId: string },
): Promise<TakenDraftOrder[]> {
  const { rows } = await db.pool.query<Omit<TakenDraftOrder, 'mailbox'> & MailboxColumns>(TAKE, [
    agentId,
    instanceId,
  ]);
  return rows.map(withMailbox);
}

/** An agent's connection has moved to this instance: what it is writing is this one's to watch. */
export async function adoptDraftOrders(
  db: Pick<Database, 'pool'>,
  { agentId, instanceId }: { agentId: string; instanceId: string },
): Promise<void> {
  await db.pool.query(
    `UPDATE "DraftOrder" SET "takenBy" = $2
     WHERE "agentId" = $1 AND "takenBy" IS NOT NULL AND "takenBy" <> $2`,
    [agentId, instanceId],
  );
}

/** What seals the text of a draft that this agent writes; `null` where nobody wants it. */
export async function findDraftOrder(
  db: Pick<Database, 'pool'>,
  { draftId, agentId }: { draftId: string; agentId: string },
): Promise<SealedDraft | null> {
  const { rows } = await db.pool.query<{ draftId: string } & MailboxColumns>(
    `SELECT draft."id" AS "draftId", ${MAILBOX}
     FROM "DraftOrder" draft JOIN "EmailAccount" account ON account."id" = draft."emailAccountId"
     WHERE draft."id" = $1 AND draft."agentId" = $2`,
    [draftId, agentId],
  );
  const [row] = rows;
  return row ? withMailbox(row) : null;
}
