import type { EmailMessage } from '../generated/client';
import type { Database } from '../open-database';

export interface JobMailPageInput {
  emailAccountId: string;
  isSent: boolean;
  /** Last row of the page before. */
  after: { sentAt: Date; id: string } | null;
  limit: number;
}

// Of incoming mail only what the writer may have answered: in a thread that was answered, or from somebody the
// writer has written to (an answer does not always name its mail). Nothing else can be learned from.
const READ = {
  name: 'read_job_mail_page',
  text: `
    SELECT mail.* FROM "EmailMessage" mail
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
    ORDER BY mail."sentAt" DESC, mail."id" DESC LIMIT $5`,
};

/** A page of a mailbox for a training job, newest first; texts are still sealed. */
export async function readJobMailPage(
  db: Pick<Database, 'pool'>,
  { emailAccountId, isSent, after, limit }: JobMailPageInput,
): Promise<EmailMessage[]> {
  const { rows } = await db.pool.query<EmailMessage>(READ, [
    emailAccountId,
    isSent,
    after?.sentAt ?? null,
    after?.id ?? null,
    limit,
  ]);
  return rows;
}
