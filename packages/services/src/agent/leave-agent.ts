import { touchAgent } from '@emailai/db/agent/touch-agent';
import type { VerbArgs } from '../context';

/**
 * Shows an agent as offline at once: it said bye, or its socket closed. A later hello brings it back; one that came
 * before over another connection counts, and this changes nothing.
 */
export async function leaveAgent({
  ctx,
  input,
}: VerbArgs<{ agentId: string; linkId?: string | undefined }>): Promise<Record<string, never>> {
  const { agentId, linkId } = input;
  await touchAgent(ctx.db, { agentId, said: { left: true }, isHere: false, ofLinkId: linkId });
  return {};
}
