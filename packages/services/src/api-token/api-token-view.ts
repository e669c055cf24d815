import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';

/** Longest name of a token, in characters. */
export const MAX_TOKEN_NAME_CHARS = 80;

/** A personal token as its writer sees it: never the token itself. */
export const apiTokenViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiTokenView = z.infer<typeof apiTokenViewSchema>;
