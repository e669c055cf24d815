import { draftDirectiveSchema } from '@emailai/contracts/agent-protocol';
import { streamOf } from '../stream-of';
import { agentProcedure } from './trpc';

/** Drafts this agent is to write, or to stop writing. */
export const drafts = agentProcedure
  .output(streamOf(draftDirectiveSchema))
  .subscription(({ ctx, signal }) =>
    ctx.services.draftRelay.directives({ agentId: ctx.agent.id, signal }),
  );
