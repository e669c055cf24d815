import type { draftTokensInputSchema } from '@emailai/contracts/agent-protocol';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { VerbArgs } from '../context';

/** Takes tokens of a draft that this agent was ordered to write. */
export async function acceptDraftTokens({
  ctx,
  input: { agent, ...tokens },
}: VerbArgs<{ agent: AuthenticatedAgent } & z.infer<typeof draftTokensInputSchema>>): Promise<{
  wanted: boolean;
}> {
  return ctx.draftRelay.accept(agent.id, tokens);
}
