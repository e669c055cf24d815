import { assertAgentActive } from '@emailai/services/agent/assert-agent-active';
import { idsIn, withLogIds } from '@emailai/services/log-ids';
import { initTRPC } from '@trpc/server';
import type { AgentContext } from '../context';
import { mapRefusals } from '../map-refusals';
import { paceStreams } from '../pace-streams';
import { shapeError } from '../transport-errors';

const t = initTRPC.context<AgentContext>().create({
  errorFormatter: ({ error, shape, ctx, input }) =>
    shapeError({
      error,
      shape,
      requestId: ctx?.requestId ?? null,
      ids: { ...idsIn(input), agentId: ctx?.agent.id },
      log: ctx?.services.log ?? null,
    }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** An agent whose token is still good: the socket may be older than its revocation. */
export const agentProcedure = t.procedure
  .use(async ({ next }) => mapRefusals(await next()))
  .use(async ({ ctx, next }) => paceStreams(await next(), ctx.connection))
  .use(async ({ ctx, next, getRawInput }) => {
    const ids = { ...idsIn(await getRawInput()), agentId: ctx.agent.id, requestId: ctx.requestId };
    const services = withLogIds(ctx.services, ids);
    await assertAgentActive({ ctx: services, input: { agentId: ctx.agent.id } });
    return next({ ctx: { services } });
  });
