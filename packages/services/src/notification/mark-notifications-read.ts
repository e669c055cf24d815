import type { VerbArgs } from '../context';

/** Marks the writer's notices as read; ids of other people's change nothing. Without ids: all of them. */
export async function markNotificationsRead({
  ctx,
  input,
}: VerbArgs<{ userId: string; ids?: string[] | undefined }>): Promise<{ marked: number }> {
  const { count } = await ctx.db.prisma.notification.updateMany({
    where: {
      userId: input.userId,
      readAt: null,
      ...(input.ids === undefined ? {} : { id: { in: input.ids } }),
    },
    data: { readAt: ctx.now() },
  });
  return { marked: count };
}
