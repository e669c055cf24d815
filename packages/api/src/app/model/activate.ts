import { idSchema } from '@emailai/contracts/ids';
import { activateModelVersion } from '@emailai/services/model/activate-model-version';
import { modelViewSchema } from '@emailai/services/model/model-view';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** Makes the mailbox draft with that version, or with the base (`null`). Answers all versions. */
export const activate = writerProcedure
  .input(z.object({ emailAccountId: idSchema, version: z.number().int().positive().nullable() }))
  .output(z.array(modelViewSchema))
  .mutation(({ ctx, input }) =>
    activateModelVersion({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
