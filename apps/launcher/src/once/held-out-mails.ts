import { ownWords } from '@emailai/mailbox/quotes/own-words';
import type { ServiceContext } from '@emailai/services/context';
import { openMailboxKey } from '@emailai/services/mail/mailbox-key';
import { openStoredMail } from '@emailai/services/mail/stored-mail';

/** A mail that the model never saw the answer to, and the answer. */
export interface HeldOutMail {
  /** EmailMessage.id of the incoming mail. */
  messageId: string;
  fromName: string;
  subject: string;
  incoming: string;
  /** What the writer really answered, without quotes. */
  real: string;
}

/** The incoming mails whose answers were held out of training, in the manifest's order, at most `limit`. */
export async function readHeldOutMails(
  ctx: ServiceContext,
  input: { emailAccountId: string; heldOutIds: readonly string[]; limit: number },
): Promise<HeldOutMail[]> {
  const { emailAccountId } = input;
  const mailbox = await ctx.db.prisma.emailAccount.findUniqueOrThrow({
    where: { id: emailAccountId },
  });
  const key = openMailboxKey(ctx, mailbox);
  const found: HeldOutMail[] = [];
  for (const id of input.heldOutIds) {
    if (found.length === input.limit) break;
    const sent = await ctx.db.prisma.emailMessage.findFirst({ where: { id, emailAccountId } });
    const incoming = sent === null ? null : await findAnswered(ctx, sent);
    if (sent === null || incoming === null) continue;
    const { subject, body } = key.open(incoming);
    found.push({
      messageId: incoming.id,
      fromName: incoming.fromName || incoming.fromAddress,
      subject,
      incoming: body.trim(),
      real: ownWords(openStoredMail(sent, key)).text,
    });
  }
  return found;
}

/** The received mail that `sent` answers: by In-Reply-To, else by the last of References that is there. */
async function findAnswered(
  ctx: ServiceContext,
  sent: { emailAccountId: string; inReplyTo: string | null; references: string[] },
) {
  const named = [sent.inReplyTo, ...sent.references.toReversed()].filter((id) => id !== null);
  const found = await ctx.db.prisma.emailMessage.findMany({
    where: { emailAccountId: sent.emailAccountId, messageId: { in: named }, isSent: false },
  });
  const byId = new Map(found.map((mail) => [mail.messageId, mail]));
  const first = named.find((id) => byId.has(id));
  return first === undefined ? null : (byId.get(first) ?? null);
}
