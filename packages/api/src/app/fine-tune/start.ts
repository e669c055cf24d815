import { idSchema } from '@emailai/contracts/ids';
import { jobViewSchema } from '@emailai/services/fine-tune/job-view';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** The same `idempotencyKey` again answers the job it made the first time. */
export const start = writerProcedure
  .input(z.object({ emailAccountId: idSchema, idempotencyKey: z.string().min(8).max(100) }))
  .output(z.object({ job: jobViewSchema, created: z.boolean() }))
  .mutation(({ ctx, input }) =>
    startFineTune({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
