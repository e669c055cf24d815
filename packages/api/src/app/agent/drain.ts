import { idSchema } from '@emailai/contracts/ids';
import { requestDrain } from '@emailai/services/agent/request-drain';
import { z } from 'zod';
import { operatorProcedure } from '../trpc';

/** The agent takes no further jobs, or takes them again; what it holds goes on. */
export const drain = operatorProcedure
  .input(z.object({ agentId: idSchema, drain: z.boolean() }))
  .output(z.object({}))
  .mutation(({ ctx, input }) => requestDrain({ ctx: ctx.services, input }));
