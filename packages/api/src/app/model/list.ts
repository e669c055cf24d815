import { idSchema } from '@emailai/contracts/ids';
import { listModelVersions } from '@emailai/services/model/list-model-versions';
import { modelViewSchema } from '@emailai/services/model/model-view';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

export const list = writerProcedure
  .input(z.object({ emailAccountId: idSchema }))
  .output(z.array(modelViewSchema))
  .query(({ ctx, input }) =>
    listModelVersions({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
