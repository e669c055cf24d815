import { type Mail, mailSchema } from '@emailai/contracts/mail';
import type { ServiceContext } from '../context';
import type { MailboxKey } from './mailbox-key';

type MessageRow = NonNullable<
  Awaited<ReturnType<ServiceContext['db']['prisma']['emailMessage']['findFirst']>>
>;

/** What a mail without a Message-ID is stored under, followed by the hash of its contents. */
export const CONTENT_ID_PREFIX = 'sha256:';

/** A stored mail, opened; its id is EmailMessage.id. */
export function openStoredMail(row: MessageRow, key: MailboxKey): Mail {
  const { to, cc, markers } = mailSchema.shape;
  return {
    id: row.id,
    messageId: row.messageId.startsWith(CONTENT_ID_PREFIX) ? null : row.messageId,
    inReplyTo: row.inReplyTo,
    references: row.references,
    from: { name: row.fromName, address: row.fromAddress },
    to: to.parse(row.to),
    cc: cc.parse(row.cc),
    sentAt: row.sentAt,
    isSent: row.isSent,
    markers: markers.parse(row.markers),
    ...key.open(row),
  };
}
