import type { EmailMessage } from '../generated/client';
import type { Database } from '../open-database';

export interface JobMailPageInput {
  emailAccountId: string;
  isSent: boolean;
  /** Last row of the page before. */
  after: { sentAt: Date; id: string } | null;
  limit: number;
  /** What the sealed texts of a page may have together; the first mail comes in any case. */
  maxBytes: number;
}

export interface JobMailPage {
  mails: EmailMessage[];
  /** It ends for its number or its size, so there may be more. */
  isFull: boolean;
}

// Of incoming mail only what the writer may have answered: in a thread that was answered, or from somebody the
// writer has written to (an answer does not always name its mail). Nothing else can be learned from. Sizes are
// known without reading the texts, so what does not fit is not read.
const READ = {
  name: 'read_job_mail_page',
  text: `
    WITH newest AS (
      SELECT mail."id", mail."sentAt",
        octet_length(mail."subjectSealed") + octet_length(mail."bodySealed") AS bytes
      FROM "EmailMessage" mail
      WHERE mail."emailAccountId" = $1 AND mail."isSent" = $2
        AND ($3::timestamptz IS NULL OR (mail."sentAt", mail."id") < ($3, $4))
        AND (mail."isSent" OR mail."threadId" IN (
          SELECT sent."threadId" FROM "EmailMessage" sent
          WHERE sent."emailAccountId" = $1 AND sent."isSent"
        ) OR mail."fromAddress" IN (
          SELECT person ->> 'address' FROM "EmailMessage" sent
          CROSS JOIN LATERAL jsonb_array_elements(sent."to" || sent."cc") person
          WHERE sent."emailAccountId" = $1 AND sent."isSent"
        ))
      ORDER BY mail."sentAt" DESC, mail."id" DESC LIMIT $5
    ),
    page AS (
      SELECT newest."id", row_number() OVER before AS nth, sum(bytes) OVER before AS "bytesUpTo"
      FROM newest
      WINDOW before AS (ORDER BY "sentAt" DESC, "id" DESC ROWS UNBOUNDED PRECEDING)
    )
    SELECT mail.*, (SELECT count(*) FROM newest)::int AS "ofNewest"
    FROM page JOIN "EmailMessage" mail ON mail."id" = page."id"
    WHERE page.nth = 1 OR page."bytesUpTo" <= $6
    ORDER BY page.nth`,
};

/** A page of a mailbox for a training job, newest first; texts are still sealed. */
export async function readJobMailPage(
  db: Pick<Database, 'pool'>,
  { emailAccountId, isSent, after, limit, maxBytes }: JobMailPageInput,
): Promise<JobMailPage> {
  const { rows } = await db.pool.query<EmailMessage & { ofNewest: number }>(READ, [
    emailAccountId,
    isSent,
    after?.sentAt ?? null,
    after?.id ?? null,
    limit,
    maxBytes,
  ]);
  const ofNewest = rows[0]?.ofNewest ?? 0;
  return { mails: rows, isFull: ofNewest === limit || rows.length < ofNewest };
}
