import { touchAgent } from '@emailai/db/agent/touch-agent';
import type { VerbArgs } from '../context';

/** An agent takes no further jobs and leaves when those it has are done: no job waits for it any more. */
export async function noteDraining({
  ctx,
  input,
}: VerbArgs<{ agentId: string }>): Promise<Record<string, never>> {
  await touchAgent(ctx.db, { agentId: input.agentId, said: { draining: true }, isHere: true });
  ctx.log({ level: 'info', event: 'agent_drains', agentId: input.agentId });
  return {};
}
