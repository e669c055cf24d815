import { agentHintSchema } from '@emailai/contracts/agent-protocol';
import { streamOf } from '../stream-of';
import { agentProcedure } from './trpc';

/** Hints that a poll would be worth it now. */
export const directives = agentProcedure
  .output(streamOf(agentHintSchema))
  .subscription(({ ctx, signal }) =>
    ctx.services.agentLinks.hints({ agentId: ctx.agent.id, signal }),
  );
