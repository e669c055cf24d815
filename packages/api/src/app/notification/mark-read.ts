import { idSchema } from '@emailai/contracts/ids';
import { markNotificationsRead } from '@emailai/services/notification/mark-notifications-read';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

/** Without `ids`: all of them. */
export const markRead = writerProcedure
  .input(z.object({ ids: z.array(idSchema).max(200).optional() }))
  .output(z.object({ marked: z.number().int() }))
  .mutation(({ ctx, input }) =>
    markNotificationsRead({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
