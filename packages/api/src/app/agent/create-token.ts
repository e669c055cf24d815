import { idSchema } from '@emailai/contracts/ids';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { z } from 'zod';
import { operatorProcedure } from '../trpc';

/** The token is in this answer only. */
export const createToken = operatorProcedure
  .input(z.object({ name: z.string().trim().min(1).max(80) }))
  .output(z.object({ agentId: idSchema, name: z.string(), token: z.string() }))
  .mutation(({ ctx, input }) => createAgentToken({ ctx: ctx.services, input }));
