import { idSchema } from '@emailai/contracts/ids';
import { fineTuneViewSchema } from '@emailai/services/fine-tune/fine-tune-view';
import { readFineTune } from '@emailai/services/fine-tune/read-fine-tune';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

export const read = writerProcedure
  .input(z.object({ emailAccountId: idSchema }))
  .output(fineTuneViewSchema)
  .query(({ ctx, input }) =>
    readFineTune({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
