import { acceptedSchema, finishInputSchema } from '@emailai/contracts/agent-protocol';
import { finishJob } from '@emailai/services/job/finish-job';
import { agentProcedure } from './trpc';

/** How the job ended on the agent. */
export const finish = agentProcedure
  .input(finishInputSchema)
  .output(acceptedSchema)
  .mutation(({ ctx, input }) =>
    finishJob({ ctx: ctx.services, input: { agent: ctx.agent, ...input } }),
  );
