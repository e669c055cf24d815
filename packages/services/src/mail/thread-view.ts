import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';

const personSchema = z.object({ name: z.string(), address: z.string() });

export const threadSummarySchema = z.object({
  threadId: idSchema,
  emailAccountId: idSchema,
  /** Subject, sender and time of the newest mail. */
  subject: z.string(),
  from: personSchema,
  lastAt: z.iso.datetime(),
  messageCount: z.number().int(),
  /** First words of the newest mail. */
  snippet: z.string(),
  /** False once the newest mail is the writer's own. */
  wantsAnswer: z.boolean(),
});
export type ThreadSummary = z.infer<typeof threadSummarySchema>;

export const threadPageSchema = z.object({
  threads: z.array(threadSummarySchema),
  nextCursor: z.string().nullable(),
});
export type ThreadPage = z.infer<typeof threadPageSchema>;

export const threadViewSchema = z.object({
  threadId: idSchema,
  emailAccountId: idSchema,
  subject: z.string(),
  /** Oldest first. */
  messages: z.array(
    z.object({
      id: idSchema,
      from: personSchema,
      to: z.array(personSchema),
      cc: z.array(personSchema),
      subject: z.string(),
      sentAt: z.iso.datetime(),
      isSent: z.boolean(),
      body: z.string(),
    }),
  ),
  /** The newest mail of somebody else: what a draft would answer. */
  answerable: idSchema.nullable(),
});
export type ThreadView = z.infer<typeof threadViewSchema>;
