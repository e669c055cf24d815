import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { EntryView } from './entry-view';

/**
 * The door of the sign-in page: what it may offer, and in the demo, whose writers are made up and whose mail is
 * ours, one click into any of them. Outside the demo the second endpoint knows nobody.
 */
export function entryPlugin(input: { readEntry: () => Promise<EntryView>; isDemo: boolean }) {
  const entry = createAuthEndpoint('/entry', { method: 'GET' }, async (ctx) =>
    ctx.json(await input.readEntry()),
  );
  const demoSignIn = createAuthEndpoint(
    '/demo-sign-in',
    { method: 'POST', body: z.object({ userId: z.string().max(40) }) },
    async (ctx) => {
      const user = input.isDemo
        ? await ctx.context.internalAdapter.findUserById(ctx.body.userId)
        : null;
      if (!user) throw new APIError('NOT_FOUND', { message: 'There is no such demo writer.' });
      const session = await ctx.context.internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ userId: user.id });
    },
  );
  return {
    id: 'entry',
    endpoints: { entry, demoSignIn },
  } satisfies BetterAuthPlugin;
}
