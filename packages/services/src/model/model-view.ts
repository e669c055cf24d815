import { evaluationSchema } from '@emailai/contracts/evaluation';
import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';

/** A version of a mailbox's personal model. */
export const modelViewSchema = z.object({
  id: idSchema,
  emailAccountId: idSchema,
  jobId: idSchema,
  version: z.number().int(),
  modelName: z.string(),
  baseName: z.string(),
  engine: z.string(),
  verdict: z.enum(['promote', 'keep_base']),
  /** Whether the mailbox drafts with it. */
  active: z.boolean(),
  /** Whether an agent that is connected holds it. */
  ready: z.boolean(),
  evaluation: evaluationSchema,
  trainRows: z.number().int().nullable(),
  createdAt: z.iso.datetime(),
});
export type ModelView = z.infer<typeof modelViewSchema>;
