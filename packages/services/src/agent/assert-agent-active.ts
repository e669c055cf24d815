import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';

/** Whether an agent whose socket is open may still call: its token may have been revoked since. */
export async function assertAgentActive({
  ctx,
  input,
}: VerbArgs<{ agentId: string }>): Promise<void> {
  const agent = await ctx.db.prisma.agent.findFirst({
    where: { id: input.agentId, revokedAt: null },
    select: { id: true },
  });
  if (agent) return;
  throw new ServiceError('unauthenticated', 'This agent token was revoked.', {
    nextStep: 'Make a new one with `npm run agent:token` and give it to the agent.',
  });
}
