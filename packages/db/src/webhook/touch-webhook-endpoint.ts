import type { Database } from '../open-database';

/** Says that somebody delivers webhooks: from now on, and while this is repeated, each event's delivery is written. */
export async function touchWebhookEndpoint(
  db: Pick<Database, 'pool'>,
  input: { now: Date },
): Promise<void> {
  await db.pool.query(
    `INSERT INTO "WebhookEndpoint" ("id", "seenAt") VALUES ('main', $1)
     ON CONFLICT ("id") DO UPDATE SET "seenAt" = GREATEST("WebhookEndpoint"."seenAt", EXCLUDED."seenAt")`,
    [input.now],
  );
}
