import { heartbeatInputSchema, heartbeatOutputSchema } from '@emailai/contracts/agent-protocol';
import { heartbeatJobs } from '@emailai/services/job/heartbeat-jobs';
import { agentProcedure } from './trpc';

/** Renews the leases of the jobs it runs; every answer says what to do with each. */
export const heartbeat = agentProcedure
  .input(heartbeatInputSchema)
  .output(heartbeatOutputSchema)
  .mutation(({ ctx, input }) =>
    heartbeatJobs({ ctx: ctx.services, input: { agent: ctx.agent, ...input } }),
  );
