import { idSchema } from '@emailai/contracts/ids';
import { readAnyJob } from '@emailai/services/support/read-any-job';
import { supportJobPageSchema } from '@emailai/services/support/support-view';
import { z } from 'zod';
import { operatorProcedure } from '../trpc';

/** Any job; its log is `events`. */
export const job = operatorProcedure
  .input(z.object({ jobId: idSchema }))
  .output(supportJobPageSchema)
  .query(({ ctx, input }) => readAnyJob({ ctx: ctx.services, input }));
