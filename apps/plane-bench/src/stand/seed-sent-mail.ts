import { newId } from '@emailai/contracts/ids';
import type { Database } from '@emailai/db/open-database';
import type { BenchWriter } from './seed-writers';

/** Enough for a job. */
const SENT_COUNT = 100;
const HOUR_MS = 3_600_000;
const SEALED = new Uint8Array(64);

/** The mails that make a writer eligible: housekeeping counts them, nobody looks at what they say. */
export async function seedSentMail(
  db: Database,
  { userId, emailAccountId }: BenchWriter,
): Promise<void> {
  await db.prisma.emailMessage.createMany({
    data: Array.from({ length: SENT_COUNT }, (_, nth) => ({
      id: newId(),
      emailAccountId,
      messageId: `<${nth}.${userId}@example.org>`,
      threadId: newId(),
      fromName: 'Ada Bench',
      fromAddress: `${userId}@example.org`,
      to: [],
      cc: [],
      sentAt: new Date(Date.UTC(2026, 0, 1) + nth * HOUR_MS),
      isSent: true,
      subjectSealed: SEALED,
      bodySealed: SEALED,
    })),
  });
  await db.prisma.emailAccount.update({
    where: { id: emailAccountId },
    data: { sentCount: SENT_COUNT },
  });
}
