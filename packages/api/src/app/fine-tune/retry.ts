import { idSchema } from '@emailai/contracts/ids';
import { jobViewSchema } from '@emailai/services/fine-tune/job-view';
import { retryFineTune } from '@emailai/services/fine-tune/retry-fine-tune';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** A new job for the mailbox of one that failed or was cancelled. */
export const retry = writerProcedure
  .input(z.object({ jobId: idSchema }))
  .output(z.object({ job: jobViewSchema }))
  .mutation(({ ctx, input }) =>
    retryFineTune({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
