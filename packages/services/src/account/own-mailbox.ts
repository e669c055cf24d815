import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';

/** The mailbox, if it is this writer's; else `not_found`, as for one that does not exist. */
export async function ownMailbox({
  ctx,
  input,
}: VerbArgs<{ userId: string; emailAccountId: string }>) {
  const row = await ctx.db.prisma.emailAccount.findFirst({
    where: { id: input.emailAccountId, userId: input.userId },
  });
  if (row) return row;
  throw new ServiceError('not_found', 'There is no such mailbox.', {
    nextStep: 'Choose one of your mailboxes in Settings.',
  });
}
