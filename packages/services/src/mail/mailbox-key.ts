import type { ServiceContext } from '../context';

type Mailbox = Parameters<ServiceContext['vault']['openMailbox']>[0];

interface SealedMail {
  id: string;
  subjectSealed: Uint8Array;
  bodySealed: Uint8Array;
}

/** Seals and opens both texts of a mail; hold on to it only while it is used. */
export function openMailboxKey(ctx: ServiceContext, mailbox: Mailbox) {
  const vault = ctx.vault.openMailbox(mailbox);
  return {
    seal: (id: string, mail: { subject: string; body: string }) => ({
      subjectSealed: vault.sealSubject(id, mail.subject),
      bodySealed: vault.sealBody(id, mail.body),
    }),
    open: (row: SealedMail) => ({
      subject: vault.openSubject(row.id, row.subjectSealed),
      body: vault.openBody(row.id, row.bodySealed),
    }),
  };
}
export type MailboxKey = ReturnType<typeof openMailboxKey>;
