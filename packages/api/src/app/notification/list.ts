import { listNotifications } from '@emailai/services/notification/list-notifications';
import { notificationListSchema } from '@emailai/services/notification/notification-view';
import { writerProcedure } from '../trpc';

export const list = writerProcedure
  .output(notificationListSchema)
  .query(({ ctx }) => listNotifications({ ctx: ctx.services, input: { userId: ctx.user.id } }));
