import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { VerbArgs } from '../context';
import { type AgentView, agentInfoSchema } from './agent-view';
import { isOnline } from './is-online';

/** Every agent, for an operator. */
export async function listAgents({ ctx }: VerbArgs<Record<string, never>>): Promise<AgentView[]> {
  const rows = await ctx.db.prisma.agent.findMany({
    orderBy: { createdAt: 'asc' },
    include: { _count: { select: { jobs: { where: { status: { in: ACTIVE_STATUSES } } } } } },
  });
  return rows.map((row) => {
    const info = agentInfoSchema.safeParse(row.info).data;
    const unheard = row.lastSeenAt === null ? 'never_seen' : 'offline';
    const state = row.revokedAt ? 'revoked' : isOnline(ctx, row) ? 'online' : unheard;
    return {
      id: row.id,
      name: row.name,
      state,
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      hostName: info?.hostName ?? null,
      version: info?.version ?? null,
      baseName: info?.base.name ?? null,
      trialOnly: info?.base.trialOnly ?? false,
      engine: info?.engine ?? null,
      gpus: info?.gpus.map(({ name, memoryMb }) => ({ name, memoryMb })) ?? [],
      modelCount: info?.models.length ?? 0,
      activeJobs: row._count.jobs,
    };
  });
}
