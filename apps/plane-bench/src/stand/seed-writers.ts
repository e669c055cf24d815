import { newId } from '@emailai/contracts/ids';
import type { ServiceContext } from '@emailai/services/context';

export interface BenchWriter {
  userId: string;
  emailAccountId: string;
}

/** So many writers with one mailbox each, in which there is nothing yet. */
export async function seedWriters(
  { db, vault }: Pick<ServiceContext, 'db' | 'vault'>,
  count: number,
): Promise<BenchWriter[]> {
  const writers = Array.from({ length: count }, () => ({
    userId: newId(),
    emailAccountId: newId(),
  }));
  await db.prisma.user.createMany({
    data: writers.map(({ userId }) => ({
      id: userId,
      email: `${userId}@example.org`,
      name: 'Ada Bench',
    })),
  });
  await db.prisma.emailAccount.createMany({
    data: writers.map(({ userId, emailAccountId }) => ({
      id: emailAccountId,
      userId,
      address: `${userId}@example.org`,
      ownName: 'Ada Bench',
      isPrimary: true,
      ...vault.createMailboxKey(emailAccountId),
    })),
  });
  return writers;
}
