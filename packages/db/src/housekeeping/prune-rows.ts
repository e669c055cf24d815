import type { Database } from '../open-database';

/** What is kept how long: rows that were written or settled before these moments may go. */
export interface PruneBefore {
  readNotices: Date;
  unreadNotices: Date;
  deliveries: Date;
  receipts: Date;
  /** An endpoint that no instance has named since. */
  endpoint: Date;
}

/** Rows a statement deletes at most: locks stay short. */
const BATCH = 1_000;

/** `$1` is the moment, `$2` the batch. */
const STATEMENTS: Readonly<Record<keyof PruneBefore, string>> = {
  readNotices: deletion('"Notification"', '"readAt" < $1'),
  unreadNotices: deletion('"Notification"', '"createdAt" < $1 AND "readAt" IS NULL'),
  deliveries: deletion(
    '"WebhookDelivery"',
    // One that is neither delivered nor given up has nobody to send it any more.
    'COALESCE("deliveredAt", "gaveUpAt", "occurredAt") < $1',
  ),
  receipts: deletion('"WebhookReceipt"', '"receivedAt" < $1'),
  endpoint: deletion('"WebhookEndpoint"', '"seenAt" < $1'),
};

function deletion(table: string, where: string): string {
  return `DELETE FROM ${table} WHERE "id" IN (SELECT "id" FROM ${table} WHERE ${where} LIMIT $2)`;
}

/** Deletes a batch of what is older than it need be. Fewer than a whole batch: there is no more. */
export async function pruneRows(
  db: Pick<Database, 'pool'>,
  { what, before }: { what: keyof PruneBefore; before: Date },
): Promise<{ deleted: number; isDone: boolean }> {
  const { rowCount } = await db.pool.query(STATEMENTS[what], [before, BATCH]);
  const deleted = rowCount ?? 0;
  return { deleted, isDone: deleted < BATCH };
}
