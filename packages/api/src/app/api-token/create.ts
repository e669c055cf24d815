import {
  apiTokenViewSchema,
  MAX_TOKEN_NAME_CHARS,
} from '@emailai/services/api-token/api-token-view';
import { createApiToken } from '@emailai/services/api-token/create-api-token';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** The token is in this answer only. */
export const create = writerProcedure
  .input(z.object({ name: z.string().trim().min(1).max(MAX_TOKEN_NAME_CHARS) }))
  .output(z.object({ apiToken: apiTokenViewSchema, token: z.string() }))
  .mutation(({ ctx, input }) =>
    createApiToken({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
