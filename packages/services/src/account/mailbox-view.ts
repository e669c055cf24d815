import { eligibilitySchema } from '@emailai/contracts/eligibility';
import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';

export const mailboxViewSchema = z.object({
  id: idSchema,
  address: z.string(),
  ownName: z.string(),
  isPrimary: z.boolean(),
  sentCount: z.number().int(),
  eligibility: eligibilitySchema,
  /** What it drafts with; `null` is the base. */
  activeModel: z.object({ modelName: z.string(), version: z.number().int() }).nullable(),
});
export type MailboxView = z.infer<typeof mailboxViewSchema>;
