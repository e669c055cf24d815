import { idSchema } from '@emailai/contracts/ids';
import { readThread } from '@emailai/services/mail/read-thread';
import { threadViewSchema } from '@emailai/services/mail/thread-view';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

export const thread = writerProcedure
  .input(z.object({ threadId: idSchema }))
  .output(threadViewSchema)
  .query(({ ctx, input }) =>
    readThread({ ctx: ctx.services, input: { userId: ctx.user.id, ...input } }),
  );
