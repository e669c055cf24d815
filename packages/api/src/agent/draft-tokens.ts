import { draftTokensInputSchema, draftTokensOutputSchema } from '@emailai/contracts/agent-protocol';
import { acceptDraftTokens } from '@emailai/services/draft/accept-draft-tokens';
import { agentProcedure } from './trpc';

/** Tokens of an ordered draft. */
export const draftTokens = agentProcedure
  .input(draftTokensInputSchema)
  .output(draftTokensOutputSchema)
  .mutation(({ ctx, input }) =>
    acceptDraftTokens({ ctx: ctx.services, input: { agent: ctx.agent, ...input } }),
  );
