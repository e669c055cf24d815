import { ServiceError } from '@emailai/contracts/errors';
import { MAX_OLDER_TURNS, REPLY_INSTRUCTION, userMessage } from '@emailai/contracts/prompt';
import { replyInput } from '@emailai/mailbox/pairs/reply-input';
import type { VerbArgs } from '../context';
import { openMailboxKey } from '../mail/mailbox-key';

export interface ReplyPrompt {
  emailAccountId: string;
  userMessage: string;
}

/** What a model reads before it answers a mail of the writer's, in the words it was trained on. */
export async function replyPrompt({
  ctx,
  input,
}: VerbArgs<{ userId: string; messageId: string }>): Promise<ReplyPrompt> {
  const { emailMessage } = ctx.db.prisma;
  const mail = await emailMessage.findFirst({
    where: { id: input.messageId, emailAccount: { userId: input.userId } },
    include: { emailAccount: true },
  });
  if (!mail) {
    throw new ServiceError('not_found', 'There is no such mail.', {
      nextStep: 'Go back to the inbox.',
    });
  }
  if (mail.isSent) {
    throw new ServiceError('invalid_input', 'This mail is your own: there is nothing to answer.', {
      nextStep: 'Choose a mail that somebody sent to you.',
    });
  }
  const older = await emailMessage.findMany({
    where: { threadId: mail.threadId, sentAt: { lt: mail.sentAt } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: MAX_OLDER_TURNS,
  });
  const key = openMailboxKey(ctx, mail.emailAccount);
  const shown = (row: typeof mail | (typeof older)[number]) => ({
    from: { name: row.fromName, address: row.fromAddress },
    sentAt: row.sentAt,
    ...key.open(row),
  });
  const { ownName, address, aliases } = mail.emailAccount;
  // Rendered by what rendered the training rows: a model asked in other words writes other words.
  const rendered = replyInput({
    incoming: shown(mail),
    older: older.reverse().map(shown),
    ownName,
    isOwn: ({ from }) => [address, ...aliases].includes(from.address),
  });
  return {
    emailAccountId: mail.emailAccountId,
    userMessage: userMessage({ instruction: REPLY_INSTRUCTION, input: rendered.text }),
  };
}
