import { apiTokenViewSchema } from '@emailai/services/api-token/api-token-view';
import { listApiTokens } from '@emailai/services/api-token/list-api-tokens';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

export const list = writerProcedure
  .output(z.array(apiTokenViewSchema))
  .query(({ ctx }) => listApiTokens({ ctx: ctx.services, input: { userId: ctx.user.id } }));
