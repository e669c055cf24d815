import { newId } from '@emailai/contracts/ids';
import type { VerbArgs } from '../context';

/** A writer of this address with one mailbox, made where they do not exist yet. */
export async function ensureWriter({
  ctx,
  input,
}: VerbArgs<{ address: string; name: string }>): Promise<{
  userId: string;
  emailAccountId: string;
}> {
  const { prisma } = ctx.db;
  const address = input.address.toLowerCase();
  const user = await prisma.user.upsert({
    where: { email: address },
    update: {},
    create: { id: newId(), email: address, name: input.name, createdAt: ctx.now() },
  });
  const id = newId();
  const hasPrimary = await prisma.emailAccount.count({
    where: { userId: user.id, isPrimary: true },
  });
  const mailbox = await prisma.emailAccount.upsert({
    where: { userId_address: { userId: user.id, address } },
    update: {},
    create: {
      id,
      userId: user.id,
      address,
      ownName: input.name,
      isPrimary: hasPrimary === 0,
      createdAt: ctx.now(),
      ...ctx.vault.createMailboxKey(id),
    },
  });
  return { userId: user.id, emailAccountId: mailbox.id };
}
