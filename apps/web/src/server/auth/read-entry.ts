import { PERSONAS } from '@emailai/contracts/personas';
import type { Database } from '@emailai/db/open-database';
import type { EntryView } from './entry-view';
import type { SignUpGate } from './sign-up-gate';

/** What the sign-in page may show to somebody who is not signed in. */
export async function readEntry(input: {
  db: Database;
  gate: SignUpGate;
  isDemo: boolean;
}): Promise<EntryView> {
  const signUp = await input.gate.state();
  if (!input.isDemo) return { signUp, isDemo: false, demoUsers: [] };
  const users = await input.db.prisma.user.findMany({
    orderBy: [{ role: 'asc' }, { createdAt: 'asc' }, { name: 'asc' }],
    include: { emailAccounts: { select: { sentCount: true, aiModel: true } } },
  });
  return {
    signUp,
    isDemo: true,
    demoUsers: users.map((user) => ({
      userId: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      sentCount: user.emailAccounts.reduce((sum, account) => sum + account.sentCount, 0),
      style: PERSONAS.find(({ address }) => address === user.email)?.style ?? null,
      hasModel: user.emailAccounts.some((account) => account.aiModel !== null),
    })),
  };
}
