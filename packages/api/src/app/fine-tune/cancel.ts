import { idSchema } from '@emailai/contracts/ids';
import { cancelFineTune } from '@emailai/services/fine-tune/cancel-fine-tune';
import { jobViewSchema } from '@emailai/services/fine-tune/job-view';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** A waiting job is cancelled at once, a running one as soon as its agent has stopped. */
export const cancel = writerProcedure
  .input(z.object({ jobId: idSchema }))
  .output(z.object({ job: jobViewSchema }))
  .mutation(({ ctx, input }) =>
    cancelFineTune({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
