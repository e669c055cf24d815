import type { Database } from '../open-database';

export interface ClaimedDelivery {
  /** `evt_<jobId>_<seq>`, the same at every attempt. */
  id: string;
  jobId: string;
  emailAccountId: string;
  seq: number;
  type: string;
  occurredAt: Date;
  /** This one included. */
  attempts: number;
}

const CLAIM = {
  name: 'claim_webhook_delivery',
  text: `
    WITH due AS (
      SELECT delivery."id" FROM "WebhookDelivery" delivery
      WHERE delivery."deliveredAt" IS NULL AND delivery."gaveUpAt" IS NULL
        AND delivery."nextAttemptAt" <= clock_timestamp()
      ORDER BY delivery."nextAttemptAt", delivery."occurredAt", delivery."seq"
      LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED
    )
    UPDATE "WebhookDelivery" delivery SET
      "attempts" = delivery."attempts" + 1,
      "nextAttemptAt" = clock_timestamp() + $1 * interval '1 millisecond'
    FROM due, "FineTuningJob" job
    WHERE delivery."id" = due."id" AND job."id" = delivery."jobId"
    RETURNING delivery."id", delivery."jobId", job."emailAccountId", delivery."seq", delivery."type",
      delivery."occurredAt", delivery."attempts"`,
};

/**
 * Takes the delivery that is due longest, for `holdMs`: nobody else sends it within, and whoever comes after does
 * if it was not settled by then, because its sender died. `null` where none is due.
 */
export async function claimDelivery(
  db: Pick<Database, 'pool'>,
  input: { holdMs: number },
): Promise<ClaimedDelivery | null> {
  const { rows } = await db.pool.query<ClaimedDelivery>(CLAIM, [input.holdMs]);
  return rows[0] ?? null;
}
