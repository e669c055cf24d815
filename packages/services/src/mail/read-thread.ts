import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';
import { openMailboxKey } from './mailbox-key';
import { openStoredMail } from './stored-mail';
import type { ThreadView } from './thread-view';

/** A thread of one of the writer's mailboxes, oldest mail first. */
export async function readThread({
  ctx,
  input,
}: VerbArgs<{ userId: string; threadId: string }>): Promise<ThreadView> {
  const { prisma } = ctx.db;
  const mailboxes = await prisma.emailAccount.findMany({ where: { userId: input.userId } });
  const rows = await prisma.emailMessage.findMany({
    where: {
      emailAccountId: { in: mailboxes.map((mailbox) => mailbox.id) },
      threadId: input.threadId,
    },
    orderBy: [{ sentAt: 'asc' }, { id: 'asc' }],
  });
  const mailbox = mailboxes.find(({ id }) => id === rows[0]?.emailAccountId);
  if (!mailbox) {
    throw new ServiceError('not_found', 'There is no such thread.', {
      nextStep: 'Go back to the inbox.',
    });
  }
  const key = openMailboxKey(ctx, mailbox);
  const messages = rows.map((row) => {
    const { id, from, to, cc, subject, sentAt, isSent, body } = openStoredMail(row, key);
    return { id, from, to, cc, subject, sentAt: sentAt.toISOString(), isSent, body };
  });
  return {
    threadId: input.threadId,
    emailAccountId: mailbox.id,
    subject: messages[0]?.subject ?? '',
    messages,
    answerable: messages.findLast((message) => !message.isSent)?.id ?? null,
  };
}
