import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';

/**
 * The mailbox, if it is this writer's; else `not_found`, as for one that does not exist. `null` asks for the
 * primary one, or for the oldest where none is.
 */
export async function ownMailbox({
  ctx,
  input,
}: VerbArgs<{ userId: string; emailAccountId: string | null }>) {
  const { userId, emailAccountId } = input;
  const row = await ctx.db.prisma.emailAccount.findFirst({
    where: { userId, ...(emailAccountId === null ? {} : { id: emailAccountId }) },
    orderBy: [{ isPrimary: 'desc' }, { createdAt: 'asc' }],
  });
  if (row) return row;
  if (emailAccountId === null) {
    throw new ServiceError('not_found', 'You have no mailbox yet.', {
      nextStep: 'Import your mail first.',
    });
  }
  throw new ServiceError('not_found', 'There is no such mailbox.', {
    nextStep: 'Choose one of your mailboxes in Settings.',
    details: { param: 'emailAccountId' },
  });
}
