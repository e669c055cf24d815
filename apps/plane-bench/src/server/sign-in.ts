import type { Auth } from '@emailai/web/server/auth/create-auth';

/** A session of a writer, as its browser would hold it: the value of its Cookie header. */
export async function signIn(auth: Auth, userId: string): Promise<string> {
  const answer = await auth.api.demoSignIn({ body: { userId }, asResponse: true });
  if (!answer.ok) throw new Error(`The writer ${userId} could not be signed in: ${answer.status}.`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}
