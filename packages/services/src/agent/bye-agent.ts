import type { VerbArgs } from '../context';
import { leaveAgent } from './leave-agent';

/**
 * An agent stops of its own accord: it is shown as offline, and nobody waits for what it was writing. Its jobs keep
 * their leases, for it may be back soon.
 */
export async function byeAgent({
  ctx,
  input,
}: VerbArgs<{ agentId: string; linkId?: string | undefined }>): Promise<Record<string, never>> {
  await ctx.draftRelay.drop(input.agentId);
  return leaveAgent({ ctx, input });
}
