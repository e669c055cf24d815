import { idSchema } from '@emailai/contracts/ids';
import { jobPageViewSchema } from '@emailai/services/fine-tune/job-page-view';
import { readJob } from '@emailai/services/fine-tune/read-job';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** One of the writer's jobs; its log is `events`. */
export const job = writerProcedure
  .input(z.object({ jobId: idSchema }))
  .output(jobPageViewSchema)
  .query(({ ctx, input }) =>
    readJob({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
