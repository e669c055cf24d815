import type { VerbArgs } from '../context';
import { type NotificationList, notificationViewSchema } from './notification-view';

const MAX_SHOWN = 50;

/** A writer's notices, newest first. */
export async function listNotifications({
  ctx,
  input,
}: VerbArgs<{ userId: string }>): Promise<NotificationList> {
  const { notification } = ctx.db.prisma;
  const [rows, unread] = await Promise.all([
    notification.findMany({
      where: { userId: input.userId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: MAX_SHOWN,
    }),
    notification.count({ where: { userId: input.userId, readAt: null } }),
  ]);
  const kind = notificationViewSchema.shape.kind;
  return {
    unread,
    notifications: rows.map((row) => ({
      id: row.id,
      emailAccountId: row.emailAccountId,
      kind: kind.parse(row.kind),
      title: row.title,
      body: row.body,
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    })),
  };
}
