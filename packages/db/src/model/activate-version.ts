import { PERSONAL_PROVIDER } from '../job/complete-job';
import type { Database } from '../open-database';
import { retryOnConflict } from '../retry-on-conflict';

const ACTIVATE = {
  name: 'activate_version',
  // The old version steps down before the new one steps up: the join waits for the count.
  text: `
    WITH chosen AS (
      SELECT model."id", model."modelName" FROM "ModelVersion" model
      WHERE model."emailAccountId" = $1 AND model."version" = $2
    ),
    allowed AS (SELECT WHERE $2::int IS NULL OR EXISTS (SELECT FROM chosen)),
    former AS (
      UPDATE "ModelVersion" model SET "active" = false FROM allowed
      WHERE model."emailAccountId" = $1 AND model."active"
        AND model."id" IS DISTINCT FROM (SELECT "id" FROM chosen)
      RETURNING model."id"
    ),
    latter AS (
      UPDATE "ModelVersion" model SET "active" = true
      FROM chosen CROSS JOIN (SELECT count(*) FROM former) stepped_down
      WHERE model."id" = chosen."id"
    ),
    mailbox AS (
      UPDATE "EmailAccount" account SET
        "aiProvider" = CASE WHEN $2::int IS NOT NULL THEN '${PERSONAL_PROVIDER}' END,
        "aiModel" = (SELECT "modelName" FROM chosen)
      FROM allowed WHERE account."id" = $1
      RETURNING account."userId", account."isPrimary", account."aiProvider", account."aiModel"
    ),
    writer AS (
      UPDATE "User" writer
      SET "aiProvider" = mailbox."aiProvider", "aiModel" = mailbox."aiModel",
          "updatedAt" = clock_timestamp()
      FROM mailbox WHERE writer."id" = mailbox."userId" AND mailbox."isPrimary"
    )
    SELECT FROM mailbox`,
};

/**
 * Lets a mailbox draft with one of its versions, or with the base (`null`), and its writer where it is the primary
 * one. False where there is no such version; then nothing changes.
 */
export async function activateVersion(
  db: Pick<Database, 'pool'>,
  { emailAccountId, version }: { emailAccountId: string; version: number | null },
): Promise<boolean> {
  // Another activation, or a job that completes, may have come between.
  return retryOnConflict('ModelVersion_one_active_key', async () => {
    const { rowCount } = await db.pool.query(ACTIVATE, [emailAccountId, version]);
    return rowCount === 1;
  });
}
