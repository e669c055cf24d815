import { idSchema } from '@emailai/contracts/ids';
import { revokeApiToken } from '@emailai/services/api-token/revoke-api-token';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** From the next request on the token is not known. */
export const revoke = writerProcedure
  .input(z.object({ apiTokenId: idSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) =>
    revokeApiToken({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
