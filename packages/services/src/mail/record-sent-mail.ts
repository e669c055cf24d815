import { isNoticeCount, NOTICE_EVERY } from '@emailai/contracts/eligibility';
import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';
import { notifyWriter } from '../notification/notify-writer';

/**
 * Counts a mailbox's sent mail after some was added, and tells its writer at 100, 110, 120 …: once each, and
 * after an import that passed several, only about the last.
 */
export async function recordSentMail({
  ctx,
  input,
}: VerbArgs<{ emailAccountId: string }>): Promise<{ sentCount: number }> {
  const { prisma } = ctx.db;
  const before = await prisma.emailAccount.findUnique({ where: { id: input.emailAccountId } });
  if (!before) throw new ServiceError('not_found', 'There is no such mailbox.');
  const sentCount = await prisma.emailMessage.count({
    where: { emailAccountId: before.id, isSent: true },
  });
  const reached = sentCount - (sentCount % NOTICE_EVERY);
  if (reached > before.sentCount && isNoticeCount(reached)) {
    await notifyWriter({
      ctx,
      input: {
        userId: before.userId,
        emailAccountId: before.id,
        kind: 'eligible',
        noticeKey: `eligible:${before.id}:${reached}`,
        title: `${reached} sent mails in ${before.address}`,
        body: 'That is enough to train a model of your own: Settings → AI model → Train.',
      },
    });
  }
  // Last: where telling failed, the count is still the old one, and the next look finds the same crossing.
  await prisma.emailAccount.update({ where: { id: before.id }, data: { sentCount } });
  return { sentCount };
}
