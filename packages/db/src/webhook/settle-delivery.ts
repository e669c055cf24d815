import type { Database } from '../open-database';

/** How an attempt ended: an HTTP status, or our own word for why there was none. */
export interface AttemptOutcome {
  isDelivered: boolean;
  status: number | null;
  fault: string | null;
}

export interface SettleInput extends AttemptOutcome {
  id: string;
  /** Which attempt: a later one, by somebody else, is not overwritten by what failed before it. */
  attempts: number;
  retryInMs: number;
  /** An event older than this at its next attempt is given up. */
  giveUpAfterMs: number;
}

const SETTLE = {
  name: 'settle_webhook_delivery',
  text: `
    UPDATE "WebhookDelivery" delivery SET
      "lastStatus" = $4, "lastFault" = $5,
      "deliveredAt" = CASE WHEN $3 THEN clock_timestamp() END,
      "gaveUpAt" = CASE WHEN NOT $3 AND late.is THEN clock_timestamp() END,
      "nextAttemptAt" = clock_timestamp() + $6::float8 * interval '1 millisecond'
    FROM (
      SELECT clock_timestamp() + ($6::float8 - $7::float8) * interval '1 millisecond' > "occurredAt" AS is
      FROM "WebhookDelivery" WHERE "id" = $1
    ) late
    WHERE delivery."id" = $1 AND delivery."deliveredAt" IS NULL
      AND ($3 OR delivery."attempts" = $2)
    RETURNING delivery."gaveUpAt" IS NOT NULL AS "gaveUp"`,
};

/** Writes down how an attempt ended. `gaveUp` says that it was the last one. */
export async function settleDelivery(
  db: Pick<Database, 'pool'>,
  input: SettleInput,
): Promise<{ gaveUp: boolean }> {
  const { rows } = await db.pool.query<{ gaveUp: boolean }>(SETTLE, [
    input.id,
    input.attempts,
    input.isDelivered,
    input.status,
    input.fault,
    input.retryInMs,
    input.giveUpAfterMs,
  ]);
  return { gaveUp: rows[0]?.gaveUp ?? false };
}
