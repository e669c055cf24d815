import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import type { ServiceContext, VerbArgs } from '../context';
import { type AgentView, agentInfoSchema } from './agent-view';
import { type AgentRow, isOnline } from './is-online';
import { type DrainingRow, takesJobs } from './takes-jobs';

/** Every agent, for an operator. */
export async function listAgents({ ctx }: VerbArgs<Record<string, never>>): Promise<AgentView[]> {
  const rows = await ctx.db.prisma.agent.findMany({
    orderBy: { createdAt: 'asc' },
    include: { _count: { select: { jobs: { where: { status: { in: ACTIVE_STATUSES } } } } } },
  });
  return rows.map((row) => {
    const info = agentInfoSchema.safeParse(row.info).data;
    return {
      id: row.id,
      name: row.name,
      state: stateOf(ctx, row),
      drainRequested: row.drainRequestedAt !== null,
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

function stateOf(ctx: ServiceContext, row: AgentRow & DrainingRow): AgentView['state'] {
  if (row.revokedAt) return 'revoked';
  if (!isOnline(ctx, row)) return row.lastSeenAt === null ? 'never_seen' : 'offline';
  return takesJobs(row) ? 'online' : 'draining';
}
