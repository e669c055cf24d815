import { assertAgentActive } from '@emailai/services/agent/assert-agent-active';
import { initTRPC } from '@trpc/server';
import type { AgentContext } from '../context';
import { mapRefusals } from '../map-refusals';
import { shapeError } from '../transport-errors';

const t = initTRPC.context<AgentContext>().create({
  errorFormatter: ({ error, shape, ctx }) =>
    shapeError({
      error,
      shape,
      requestId: ctx?.requestId ?? null,
      log: ctx?.services.log ?? null,
    }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** An agent whose token is still good: the socket may be older than its revocation. */
export const agentProcedure = t.procedure
  .use(async ({ next }) => mapRefusals(await next()))
  .use(async ({ ctx, next }) => {
    await assertAgentActive({ ctx: ctx.services, input: { agentId: ctx.agent.id } });
    return next();
  });
