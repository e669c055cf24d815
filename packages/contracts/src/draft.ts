import { z } from 'zod';
import { idSchema } from './ids';

/** Which voice writes: the mailbox's personal model or the base. */
export const draftVoiceSchema = z.enum(['tuned', 'base']);
export type DraftVoice = z.infer<typeof draftVoiceSchema>;

/** Tokens a draft has at most. */
export const MAX_DRAFT_TOKENS = 400;

/** What the browser receives while a draft is written. The first is always `started`. */
export const draftEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    draftId: idSchema,
    voice: draftVoiceSchema,
    model: z.string(),
    version: z.number().int().nullable(),
    label: z.string(),
  }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('ended'), reason: z.enum(['stop', 'length']) }),
  z.object({ type: z.literal('failed'), message: z.string(), nextStep: z.string() }),
]);
export type DraftEvent = z.infer<typeof draftEventSchema>;
