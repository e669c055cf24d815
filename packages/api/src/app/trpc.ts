import { ServiceError } from '@emailai/contracts/errors';
import { idsIn, withLogIds } from '@emailai/services/log-ids';
import { initTRPC } from '@trpc/server';
import type { AppContext } from '../context';
import { mapRefusals } from '../map-refusals';
import { paceStreams } from '../pace-streams';
import { shapeError } from '../transport-errors';

const t = initTRPC.context<AppContext>().create({
  errorFormatter: ({ error, shape, ctx, input }) =>
    shapeError({
      error,
      shape,
      requestId: ctx?.requestId ?? null,
      ids: idsIn(input),
      log: ctx?.services.log ?? null,
    }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Anybody, signed in or not. */
export const publicProcedure = t.procedure
  .use(async ({ next }) => mapRefusals(await next()))
  .use(async ({ ctx, next }) => paceStreams(await next(), ctx.connection))
  .use(async ({ ctx, next, getRawInput }) => {
    const ids = { ...idsIn(await getRawInput()), requestId: ctx.requestId };
    return next({ ctx: { services: withLogIds(ctx.services, ids) } });
  });

/** Whoever is signed in. */
export const writerProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.user) return next({ ctx: { user: ctx.user } });
  throw new ServiceError('unauthenticated', 'You are not signed in.', {
    nextStep: 'Sign in and try again.',
  });
});

/** Those who run this server. */
export const operatorProcedure = writerProcedure.use(({ ctx, next }) => {
  if (ctx.user.role === 'operator') return next();
  throw new ServiceError('forbidden', 'Only an operator of this server may do that.', {
    nextStep: 'Ask the person who runs it.',
  });
});
