import type { Database } from '../open-database';

/** What a webhook-id was answered, in a form of the caller's. */
export type ReceiptAnswer = Readonly<Record<string, unknown>>;

export type TakenReceipt =
  /** Seen for the first time: to be worked on, then answered or released. */
  | { kind: 'first' }
  /** Worked on before, with this very body. */
  | { kind: 'answered'; answer: ReceiptAnswer }
  /** Being worked on right now. */
  | { kind: 'busy' }
  /** The same id with another body. */
  | { kind: 'altered' };

const TAKE = {
  name: 'take_webhook_receipt',
  text: `
    INSERT INTO "WebhookReceipt" AS receipt ("id", "bodyHash", "receivedAt")
    VALUES ($1, $2, clock_timestamp())
    ON CONFLICT ("id") DO UPDATE SET "receivedAt" = clock_timestamp()
    WHERE receipt."answer" IS NULL AND receipt."bodyHash" = $2
      AND receipt."receivedAt" < clock_timestamp() - $3 * interval '1 millisecond'
    RETURNING receipt."id"`,
};

/**
 * Takes a webhook-id, once however many instances are handed it at the same time. One that was left unanswered for
 * `abandonedAfterMs`, because the process that worked on it died, may be taken again.
 */
export async function takeReceipt(
  db: Pick<Database, 'pool'>,
  input: { id: string; bodyHash: string; abandonedAfterMs: number },
): Promise<TakenReceipt> {
  const { id, bodyHash } = input;
  const taken = await db.pool.query(TAKE, [id, bodyHash, input.abandonedAfterMs]);
  if (taken.rows.length > 0) return { kind: 'first' };
  const { rows } = await db.pool.query<{ bodyHash: string; answer: ReceiptAnswer | null }>(
    'SELECT "bodyHash", "answer" FROM "WebhookReceipt" WHERE "id" = $1',
    [id],
  );
  const [known] = rows;
  if (known === undefined) return { kind: 'busy' };
  if (known.bodyHash !== bodyHash) return { kind: 'altered' };
  return known.answer === null ? { kind: 'busy' } : { kind: 'answered', answer: known.answer };
}

/** Keeps what a webhook-id was answered; `null` gives the id back, so that its sender may try again. */
export async function settleReceipt(
  db: Pick<Database, 'pool'>,
  input: { id: string; answer: ReceiptAnswer | null },
): Promise<void> {
  await db.pool.query(
    input.answer === null
      ? 'DELETE FROM "WebhookReceipt" WHERE "id" = $1 AND "answer" IS NULL'
      : 'UPDATE "WebhookReceipt" SET "answer" = $2 WHERE "id" = $1',
    input.answer === null ? [input.id] : [input.id, JSON.stringify(input.answer)],
  );
}
