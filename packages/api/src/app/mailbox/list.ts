import { listMailboxes } from '@emailai/services/account/list-mailboxes';
import { mailboxViewSchema } from '@emailai/services/account/mailbox-view';
import { z } from 'zod';
import { writerProcedure } from '../trpc';

export const list = writerProcedure
  .output(z.array(mailboxViewSchema))
  .query(({ ctx }) => listMailboxes({ ctx: ctx.services, input: { userId: ctx.user.id } }));
