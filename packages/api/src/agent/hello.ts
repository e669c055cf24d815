import { helloInputSchema, helloOutputSchema } from '@emailai/contracts/agent-protocol';
import { helloAgent } from '@emailai/services/agent/hello-agent';
import { agentProcedure } from './trpc';

/** First call of every connection: who it is, what it holds, and what becomes of the jobs it was running. */
export const hello = agentProcedure
  .input(helloInputSchema)
  .output(helloOutputSchema)
  .mutation(({ ctx, input }) =>
    helloAgent({
      ctx: ctx.services,
      input: { agent: ctx.agent, hello: input, linkId: ctx.linkId },
    }),
  );
