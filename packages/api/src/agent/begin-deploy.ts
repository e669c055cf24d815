import { acceptedSchema, beginDeployInputSchema } from '@emailai/contracts/agent-protocol';
import { beginJobDeploy } from '@emailai/services/job/begin-job-deploy';
import { agentProcedure } from './trpc';

/** Asks to go from training to deploying. */
export const beginDeploy = agentProcedure
  .input(beginDeployInputSchema)
  .output(acceptedSchema)
  .mutation(({ ctx, input }) =>
    beginJobDeploy({ ctx: ctx.services, input: { agent: ctx.agent, ...input } }),
  );
