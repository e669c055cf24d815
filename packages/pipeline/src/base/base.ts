import { z } from 'zod';

/** What `prepare_base` writes into base.json. */
export const baseFactsSchema = z.object({
  name: z.string().min(1),
  parameters: z.number().int().positive(),
  contextTokens: z.number().int().positive(),
  /** Of the GGUF file. */
  sha256: z.string(),
  /** Too small to write anybody's mail: the road with it is real, the drafts are not. */
  trialOnly: z.boolean(),
});

/** The shared model, as the trainer reads it (`hfDir`) and as the engine serves it (`ggufFile`). */
export type Base = z.infer<typeof baseFactsSchema> & { hfDir: string; ggufFile: string };
