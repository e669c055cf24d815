import { z } from 'zod';

/** A mail as a mailbox holds it once read: decoded text, no attachments. Addresses are lower case. */
export const mailSchema = z.object({
  id: z.string(),
  messageId: z.string().nullable(),
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()),
  from: z.object({ name: z.string(), address: z.string() }),
  to: z.array(z.object({ name: z.string(), address: z.string() })),
  cc: z.array(z.object({ name: z.string(), address: z.string() })),
  subject: z.string(),
  sentAt: z.coerce.date(),
  /** Plain text with its quotes still in. */
  body: z.string(),
  isSent: z.boolean(),
  /** Lower-case names of the headers that mark machine mail, with their values; nothing else is kept. */
  markers: z.record(z.string(), z.string()),
});
export type Mail = z.infer<typeof mailSchema>;

/** Headers kept in `Mail.markers`. */
export const MARKER_HEADERS = [
  'auto-submitted',
  'precedence',
  'x-autoreply',
  'x-autorespond',
  'return-path',
  'content-type',
  'list-id',
] as const;
