import type { VerbArgs } from '../context';

/** Notes which models an agent holds now, for drafts here and for other instances. */
export async function updateModels({
  ctx,
  input: { agentId, models },
}: VerbArgs<{ agentId: string; models: string[] }>): Promise<void> {
  ctx.draftRelay.announce({ agentId, models });
  const agent = await ctx.db.prisma.agent.findUnique({ where: { id: agentId } });
  const info = Object(agent?.info);
  if (JSON.stringify(info.models) === JSON.stringify(models)) return;
  await ctx.db.prisma.agent.update({
    where: { id: agentId },
    data: { info: { ...info, models } },
  });
}
