import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';

interface RequestDrainInput {
  agentId: string;
  /** False lets it take jobs again. */
  drain: boolean;
}

/** Has an agent take no further jobs, or take them again. What it holds goes on, and so do its drafts. */
export async function requestDrain({
  ctx,
  input: { agentId, drain },
}: VerbArgs<RequestDrainInput>): Promise<Record<string, never>> {
  const { count } = await ctx.db.prisma.agent.updateMany({
    where: { id: agentId, revokedAt: null },
    data: { drainRequestedAt: drain ? ctx.now() : null },
  });
  if (count === 0) throw new ServiceError('not_found', 'There is no such agent.');
  ctx.agentLinks.hint(agentId, { kind: 'drain' });
  ctx.log({
    level: 'info',
    event: drain ? 'agent_drain_requested' : 'agent_drain_lifted',
    agentId,
  });
  return {};
}
