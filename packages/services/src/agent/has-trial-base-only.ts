import type { ServiceContext } from '../context';
import { agentInfoSchema } from './agent-view';

/** Whether every agent that has ever connected trains on a base that is for trials only; false before the first one. */
export async function hasTrialBaseOnly(ctx: ServiceContext): Promise<boolean> {
  const rows = await ctx.db.prisma.agent.findMany({
    where: { revokedAt: null, lastSeenAt: { not: null } },
    select: { info: true },
  });
  const bases = rows.flatMap((row) => agentInfoSchema.safeParse(row.info).data?.base ?? []);
  return bases.length > 0 && bases.every((base) => base.trialOnly);
}
