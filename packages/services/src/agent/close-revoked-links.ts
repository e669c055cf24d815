import type { VerbArgs } from '../context';

/** Drops the sockets of agents whose token was revoked while nobody could tell this instance. */
export async function closeRevokedLinks({ ctx }: VerbArgs<Record<string, never>>): Promise<void> {
  const connected = ctx.agentLinks.ids();
  if (connected.length === 0) return;
  const revoked = await ctx.db.prisma.agent.findMany({
    where: { id: { in: connected }, revokedAt: { not: null } },
    select: { id: true },
  });
  for (const { id } of revoked) ctx.agentLinks.hear({ kind: 'revoked', agentId: id });
}
