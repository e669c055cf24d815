import type {
  heartbeatInputSchema,
  heartbeatOutputSchema,
} from '@emailai/contracts/agent-protocol';
import { touchAgent } from '@emailai/db/agent/touch-agent';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { VerbArgs } from '../context';
import { renewJobs } from './renew-jobs';

type HeartbeatInput = z.infer<typeof heartbeatInputSchema>;

/** An agent lives: its leases are prolonged, its models noted, and it is told what to do with each job. */
export async function heartbeatJobs({
  ctx,
  input: { agent, running, models },
}: VerbArgs<{ agent: AuthenticatedAgent } & HeartbeatInput>): Promise<
  z.infer<typeof heartbeatOutputSchema>
> {
  if (models) ctx.draftRelay.announce({ agentId: agent.id, models });
  // Before it is seen here: an agent without a live lease counts as free, and its lapsed jobs would be handed on.
  const directives = await renewJobs({ ctx, input: { agentId: agent.id, running } });
  const said = { left: false, ...(models && { models }) };
  const known = await touchAgent(ctx.db, { agentId: agent.id, said, isHere: true });
  return { directives, drain: known?.drainRequested ?? false };
}
