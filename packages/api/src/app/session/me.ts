import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';
import { publicProcedure } from '../trpc';

/** Who is signed in, and whether this is the demo. */
export const me = publicProcedure
  .output(
    z.object({
      user: z
        .object({
          id: idSchema,
          email: z.string(),
          name: z.string(),
          role: z.enum(['writer', 'operator']),
        })
        .nullable(),
      isDemo: z.boolean(),
    }),
  )
  .query(({ ctx }) => ({ user: ctx.user, isDemo: ctx.isDemo }));
