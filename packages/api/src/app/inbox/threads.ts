import { idSchema } from '@emailai/contracts/ids';
import { listThreads } from '@emailai/services/mail/list-threads';
import { threadPageSchema } from '@emailai/services/mail/thread-view';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** Threads with mail of others, newest first. */
export const threads = writerProcedure
  .input(
    z.object({
      emailAccountId: idSchema,
      cursor: z.string().max(100).nullish(),
      limit: z.number().int().min(1).max(100).default(30),
    }),
  )
  .output(threadPageSchema)
  .query(({ ctx, input }) =>
    listThreads({
      ctx: ctx.services,
      input: { userId: ctx.user.id, ...input, cursor: input.cursor ?? null },
    }),
  );
