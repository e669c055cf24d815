import { idSchema } from '@emailai/contracts/ids';
import { revokeAgent } from '@emailai/services/agent/revoke-agent';
import { z } from 'zod';
import { operatorProcedure } from '../trpc';

/** Its sockets close at once, and the jobs it held wait for another agent. */
export const revoke = operatorProcedure
  .input(z.object({ agentId: idSchema }))
  .output(z.object({ requeuedJobs: z.number().int() }))
  .mutation(({ ctx, input }) => revokeAgent({ ctx: ctx.services, input }));
