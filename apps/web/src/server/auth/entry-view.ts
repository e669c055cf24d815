import { z } from 'zod';

/** What the sign-in page may show before anybody is known: of real people nothing, of demo writers their card. */
export const entryViewSchema = z.object({
  signUp: z.enum(['first_visitor', 'open', 'closed']),
  isDemo: z.boolean(),
  demoUsers: z.array(
    z.object({
      userId: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(['writer', 'operator']),
      sentCount: z.number().int(),
      /** One line about how this persona writes. */
      style: z.string().nullable(),
      hasModel: z.boolean(),
    }),
  ),
});
export type EntryView = z.infer<typeof entryViewSchema>;
