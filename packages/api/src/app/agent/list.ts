import { agentViewSchema } from '@emailai/services/agent/agent-view';
import { listAgents } from '@emailai/services/agent/list-agents';
import { z } from 'zod';
import { operatorProcedure } from '../trpc';

export const list = operatorProcedure
  .output(z.array(agentViewSchema))
  .query(({ ctx }) => listAgents({ ctx: ctx.services, input: {} }));
