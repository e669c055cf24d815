import { claimInputSchema, claimOutputSchema } from '@emailai/contracts/agent-protocol';
import { claimJob } from '@emailai/services/job/claim-job';
import { agentProcedure } from './trpc';

/** The next job, under a lease. */
export const claim = agentProcedure
  .input(claimInputSchema)
  .output(claimOutputSchema)
  .mutation(({ ctx, input }) =>
    claimJob({ ctx: ctx.services, input: { agent: ctx.agent, ...input } }),
  );
