import { touchAgent } from '@emailai/db/agent/touch-agent';
import type { VerbArgs } from '../context';

/** Shows an agent as offline at once: it said bye, or its last socket closed. A later hello brings it back. */
export async function leaveAgent({
  ctx,
  input,
}: VerbArgs<{ agentId: string }>): Promise<Record<string, never>> {
  await touchAgent(ctx.db, { agentId: input.agentId, said: { left: true }, isHere: false });
  return {};
}
