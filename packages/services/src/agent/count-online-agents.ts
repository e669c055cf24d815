import type { ServiceContext } from '../context';
import { isOnline } from './is-online';
import { takesJobs } from './takes-jobs';

/** Agents that could take a job now, on any instance. */
export async function countOnlineAgents(ctx: ServiceContext): Promise<number> {
  const since = new Date(ctx.databaseClock.now().getTime() - ctx.intervals.agentOfflineMs);
  const rows = await ctx.db.prisma.agent.findMany({
    where: { revokedAt: null, lastSeenAt: { gt: since } },
  });
  return rows.filter((row) => isOnline(ctx, row) && takesJobs(row)).length;
}
