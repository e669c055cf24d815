import { byeAgent } from '@emailai/services/agent/bye-agent';
import { z } from 'zod';
import { agentProcedure } from './trpc';

/** Last call of an agent that stops: it is shown as offline at once. Its jobs keep their lease. */
export const bye = agentProcedure
  .output(z.object({}))
  .mutation(({ ctx }) =>
    byeAgent({ ctx: ctx.services, input: { agentId: ctx.agent.id, linkId: ctx.linkId } }),
  );
