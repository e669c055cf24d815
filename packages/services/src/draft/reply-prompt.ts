import { ServiceError } from '@emailai/contracts/errors';
import { REPLY_INSTRUCTION, userMessage } from '@emailai/contracts/prompt';
import { replyInput } from '@emailai/mailbox/pairs/reply-input';
import type { VerbArgs } from '../context';
import { openMailboxKey } from '../mail/mailbox-key';
import { openStoredMail } from '../mail/stored-mail';
import { olderTurns } from './older-turns';

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
  const row = await emailMessage.findFirst({
    where: { id: input.messageId, emailAccount: { userId: input.userId } },
    include: { emailAccount: true },
  });
  if (!row) {
    throw new ServiceError('not_found', 'There is no such mail.', {
      nextStep: 'Go back to the inbox.',
    });
  }
  if (row.isSent) {
    throw new ServiceError('invalid_input', 'This mail is your own: there is nothing to answer.', {
      nextStep: 'Choose a mail that somebody sent to you.',
    });
  }
  const mailbox = row.emailAccount;
  const key = openMailboxKey(ctx, mailbox);
  const incoming = openStoredMail(row, key);
  const before = await emailMessage.findMany({
    where: {
      emailAccountId: mailbox.id,
      threadId: row.threadId,
      sentAt: { lte: row.sentAt },
    },
  });
  const own = new Set([mailbox.address, ...mailbox.aliases]);
  const isOwn = (mail: { from: { address: string } }) => own.has(mail.from.address);
  const thread = before.map((one) => openStoredMail(one, key));
  const { text } = replyInput({
    incoming,
    older: olderTurns(incoming, thread, isOwn),
    ownName: mailbox.ownName,
    isOwn,
  });
  return {
    emailAccountId: mailbox.id,
    userMessage: userMessage({ instruction: REPLY_INSTRUCTION, input: text }),
  };
}
