import { newId } from '@emailai/contracts/ids';
import type { VerbArgs } from '../context';
import type { NotificationView } from './notification-view';

export interface Notice {
  userId: string;
  emailAccountId: string;
  kind: NotificationView['kind'];
  /** What it is about: the same notice is written once, however often it is sent. */
  noticeKey: string;
  title: string;
  body: string;
}

/** Leaves a notice for a writer, once. */
export async function notifyWriter({ ctx, input }: VerbArgs<Notice>): Promise<void> {
  await ctx.db.prisma.notification.createMany({
    data: [{ id: newId(), createdAt: ctx.now(), ...input }],
    skipDuplicates: true,
  });
}
