import type { VerbArgs } from '../context';

/** Shows an agent as offline at once: it said bye, or its last socket closed. A later hello brings it back. */
export async function leaveAgent({
  ctx,
  input,
}: VerbArgs<{ agentId: string }>): Promise<Record<string, never>> {
  const agent = await ctx.db.prisma.agent.findUnique({ where: { id: input.agentId } });
  if (agent) {
    await ctx.db.prisma.agent.update({
      where: { id: agent.id },
      data: { info: { ...Object(agent.info), left: true } },
    });
  }
  return {};
}
