import { eligibilityOf } from '@emailai/contracts/eligibility';
import type { VerbArgs } from '../context';
import type { MailboxView } from './mailbox-view';

/** A writer's mailboxes, the primary one first. */
export async function listMailboxes({
  ctx,
  input,
}: VerbArgs<{ userId: string }>): Promise<MailboxView[]> {
  const rows = await ctx.db.prisma.emailAccount.findMany({
    where: { userId: input.userId },
    orderBy: [{ isPrimary: 'desc' }, { createdAt: 'asc' }],
    include: { modelVersions: { where: { active: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    ownName: row.ownName,
    isPrimary: row.isPrimary,
    sentCount: row.sentCount,
    eligibility: eligibilityOf(row.sentCount),
    activeModel: row.modelVersions[0]
      ? { modelName: row.modelVersions[0].modelName, version: row.modelVersions[0].version }
      : null,
  }));
}
