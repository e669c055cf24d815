import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';

export const NOTICE_KINDS = ['eligible', 'job_completed', 'job_failed'] as const;

export const notificationViewSchema = z.object({
  id: idSchema,
  emailAccountId: idSchema.nullable(),
  kind: z.enum(NOTICE_KINDS),
  title: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type NotificationView = z.infer<typeof notificationViewSchema>;

export const notificationListSchema = z.object({
  unread: z.number().int(),
  /** Newest first. */
  notifications: z.array(notificationViewSchema),
});
export type NotificationList = z.infer<typeof notificationListSchema>;
