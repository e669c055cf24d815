import { noteDraining } from '@emailai/services/agent/note-draining';
import { z } from 'zod';
import { agentProcedure } from './trpc';

/** The agent takes no further jobs; it goes on with those it has, heartbeats and all. */
export const drain = agentProcedure
  .output(z.object({}))
  .mutation(({ ctx }) => noteDraining({ ctx: ctx.services, input: { agentId: ctx.agent.id } }));
