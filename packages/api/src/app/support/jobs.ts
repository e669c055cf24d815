import { idSchema } from '@emailai/contracts/ids';
import { listAllJobs } from '@emailai/services/support/list-all-jobs';
import { supportFilterSchema, supportJobsSchema } from '@emailai/services/support/support-view';
import { z } from 'zod';
import { operatorProcedure } from '../trpc';

/** Everybody's jobs, newest first. */
export const jobs = operatorProcedure
  .input(
    z.object({
      filter: supportFilterSchema.default('all'),
      cursor: idSchema.nullish(),
      limit: z.number().int().min(1).max(100).default(30),
    }),
  )
  .output(supportJobsSchema)
  .query(({ ctx, input }) =>
    listAllJobs({ ctx: ctx.services, input: { ...input, cursor: input.cursor ?? null } }),
  );
