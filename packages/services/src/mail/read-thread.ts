import { ServiceError } from '@emailai/contracts/errors';
import { mailSchema } from '@emailai/contracts/mail';
import type { VerbArgs } from '../context';
import { openMailboxKey } from './mailbox-key';
import type { ThreadView } from './thread-view';

/** A thread of one of the writer's mailboxes, oldest mail first. */
export async function readThread({
  ctx,
  input,
}: VerbArgs<{ userId: string; threadId: string }>): Promise<ThreadView> {
  const rows = await ctx.db.prisma.emailMessage.findMany({
    where: { threadId: input.threadId, emailAccount: { userId: input.userId } },
    orderBy: [{ sentAt: 'asc' }, { id: 'asc' }],
    include: { emailAccount: true },
  });
  const [first] = rows;
  if (!first) {
    throw new ServiceError('not_found', 'There is no such thread.', {
      nextStep: 'Go back to the inbox.',
    });
  }
  const key = openMailboxKey(ctx, first.emailAccount);
  const messages = rows.map((row) => ({
    id: row.id,
    from: { name: row.fromName, address: row.fromAddress },
    to: mailSchema.shape.to.parse(row.to),
    cc: mailSchema.shape.cc.parse(row.cc),
    sentAt: row.sentAt.toISOString(),
    isSent: row.isSent,
    ...key.open(row),
  }));
  return {
    threadId: input.threadId,
    emailAccountId: first.emailAccountId,
    subject: messages[0]?.subject ?? '',
    messages,
    answerable: messages.findLast((message) => !message.isSent)?.id ?? null,
  };
}
