import { createHash } from 'node:crypto';
import { ServiceError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import type { Mail } from '@emailai/contracts/mail';
import type { ServiceContext, VerbArgs } from '../context';
import { assignThreads } from './assign-threads';
import { type MailboxKey, openMailboxKey } from './mailbox-key';
import { recordSentMail } from './record-sent-mail';
import { CONTENT_ID_PREFIX } from './stored-mail';

/** Rows written by one statement. */
const BATCH = 1_000;

export interface ImportResult {
  /** Mails stored now; those the mailbox already had are not counted. */
  imported: number;
  known: number;
  sentCount: number;
}

/**
 * Stores mails in a mailbox, sealed, each once however often it is read, sorted into threads, and counts what was
 * sent. Mails may come as a stream: no more than a batch is held.
 */
export async function importMail({
  ctx,
  input,
}: VerbArgs<{
  emailAccountId: string;
  mails: Iterable<Mail> | AsyncIterable<Mail>;
}>): Promise<ImportResult> {
  const mailbox = await ctx.db.prisma.emailAccount.findUnique({
    where: { id: input.emailAccountId },
  });
  if (!mailbox) throw new ServiceError('not_found', 'There is no such mailbox.');
  const key = openMailboxKey(ctx, mailbox);
  let read = 0;
  let imported = 0;
  let batch: Mail[] = [];
  const store = async () => {
    imported += await storeBatch(ctx, mailbox.id, key, batch);
    batch = [];
  };
  for await (const mail of input.mails) {
    read += 1;
    batch.push(mail);
    if (batch.length === BATCH) await store();
  }
  if (batch.length > 0) await store();
  const { sentCount } = await recordSentMail({ ctx, input: { emailAccountId: mailbox.id } });
  return { imported, known: read - imported, sentCount };
}

async function storeBatch(
  ctx: ServiceContext,
  emailAccountId: string,
  key: MailboxKey,
  mails: readonly Mail[],
): Promise<number> {
  const byId = new Map(mails.map((mail) => [storedMessageId(mail), mail]));
  const plan = await planThreads(ctx, emailAccountId, byId);
  const data = [...byId].map(([messageId, mail]) => {
    const id = newId();
    return {
      id,
      emailAccountId,
      messageId,
      inReplyTo: mail.inReplyTo,
      references: mail.references,
      threadId: plan.threads.get(messageId) ?? messageId,
      fromName: mail.from.name,
      fromAddress: mail.from.address,
      to: mail.to,
      cc: mail.cc,
      sentAt: mail.sentAt,
      isSent: mail.isSent,
      markers: mail.markers,
      ...key.seal(id, mail),
      createdAt: ctx.now(),
    };
  });
  const { prisma } = ctx.db;
  const [{ count }] = await prisma.$transaction([
    prisma.emailMessage.createMany({ data, skipDuplicates: true }),
    ...plan.merges.map(({ from, to }) =>
      prisma.emailMessage.updateMany({
        where: { emailAccountId, threadId: from },
        data: { threadId: to },
      }),
    ),
  ]);
  return count;
}

/** Asks which mails named here are stored, and sorts the batch among them. */
async function planThreads(
  ctx: ServiceContext,
  emailAccountId: string,
  byId: ReadonlyMap<string, Mail>,
) {
  const mails = [...byId]
    .map(([messageId, mail]) => ({
      messageId,
      inReplyTo: mail.inReplyTo,
      references: mail.references,
      sentAt: mail.sentAt,
    }))
    .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  const named = new Set(
    mails.flatMap((mail) => [mail.messageId, ...mail.references, mail.inReplyTo ?? []].flat()),
  );
  const stored = await ctx.db.prisma.emailMessage.findMany({
    where: { emailAccountId, messageId: { in: [...named] } },
    select: { messageId: true, threadId: true },
  });
  const known = new Map(stored.map((row) => [row.messageId, row.threadId]));
  const plan = assignThreads(emailAccountId, mails, known);
  // Most merges only say where a mail of this very batch went; rows exist for stored threads, and for places
  // kept for a mail that has now come.
  const places = await ctx.db.prisma.emailMessage.findMany({
    where: { emailAccountId, threadId: { in: plan.merges.map(({ from }) => from) } },
    select: { threadId: true },
    distinct: ['threadId'],
  });
  const inUse = new Set(places.map((row) => row.threadId));
  return { ...plan, merges: plan.merges.filter(({ from }) => inUse.has(from)) };
}

/** A mail without a Message-ID is known again by its contents. */
function storedMessageId(mail: Mail): string {
  if (mail.messageId !== null) return mail.messageId;
  const { from, to, subject, sentAt, body } = mail;
  const contents = JSON.stringify([from.address, to, subject, sentAt.getTime(), body]);
  return `${CONTENT_ID_PREFIX}${createHash('sha256').update(contents).digest('hex')}`;
}
