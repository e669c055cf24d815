import { newId } from '@emailai/contracts/ids';
import type { VerbArgs } from '../context';

interface EnsureWriterInput {
  /** Sign-in and mailbox address, lower case. */
  address: string;
  name: string;
}

export interface EnsuredWriter {
  userId: string;
  emailAccountId: string;
  /** False where the writer was there already. */
  created: boolean;
}

/** A writer with one mailbox that is read from files or made up, not over a password. */
export async function ensureWriter({
  ctx,
  input,
}: VerbArgs<EnsureWriterInput>): Promise<EnsuredWriter> {
  const { address, name } = input;
  const known = await ctx.db.prisma.user.findUnique({
    where: { email: address },
    include: { emailAccounts: { where: { isPrimary: true } } },
  });
  const mailbox = known?.emailAccounts[0];
  if (known && mailbox) {
    return { userId: known.id, emailAccountId: mailbox.id, created: false };
  }
  const emailAccountId = newId();
  const emailAccount = {
    id: emailAccountId,
    address,
    ownName: name,
    isPrimary: true,
    ...ctx.vault.createMailboxKey(emailAccountId),
    createdAt: ctx.now(),
  };
  const user = await ctx.db.prisma.user.upsert({
    where: { email: address },
    update: { emailAccounts: { create: emailAccount } },
    create: {
      id: newId(),
      email: address,
      name,
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
      emailAccounts: { create: emailAccount },
    },
  });
  return { userId: user.id, emailAccountId, created: true };
}
