import type { Database } from '../open-database';

export interface MailboxPage {
  /** Mailboxes of the page whose row says another number of sent mails than there are. */
  miscounted: string[];
  /** Last id of the page; `null` where there was none left. */
  lastId: string | null;
}

const READ = {
  name: 'read_miscounted_mailboxes',
  text: `
    WITH page AS (
      SELECT "id", "sentCount" FROM "EmailAccount" WHERE "id" > $1 ORDER BY "id" LIMIT $2
    )
    SELECT page."id", page."sentCount" <> counted.n AS "isMiscounted" FROM page
    CROSS JOIN LATERAL (
      SELECT count(*) AS n FROM "EmailMessage" mail
      WHERE mail."emailAccountId" = page."id" AND mail."isSent"
    ) counted
    ORDER BY page."id"`,
};

/** Counts the sent mails of the mailboxes after `afterId`, a page at a time, in the order of their ids. */
export async function readMiscountedMailboxes(
  db: Pick<Database, 'pool'>,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<MailboxPage> {
  const { rows } = await db.pool.query<{ id: string; isMiscounted: boolean }>(READ, [
    afterId,
    limit,
  ]);
  return {
    miscounted: rows.filter((row) => row.isMiscounted).map((row) => row.id),
    lastId: rows.at(-1)?.id ?? null,
  };
}
