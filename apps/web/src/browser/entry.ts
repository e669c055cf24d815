import type { EntryView } from '../server/auth/entry-view';

export type { EntryView };
export type DemoUser = EntryView['demoUsers'][number];

/** A sign-in that was refused, with a sentence to show. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

async function callAuth<Answer>(path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`/api/auth/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new EntryError('The server could not be reached. Check that emailai is still running.');
  });
  const found = await answer.json().catch(() => null);
  if (answer.ok) return found;
  if (answer.status === 429) throw new EntryError('That was tried too often. Wait ten seconds.');
  throw new EntryError(found?.message ?? 'This did not work. Try again.');
}

export const readEntry = () => callAuth<EntryView>('entry');
export const demoSignIn = (userId: string) => callAuth<unknown>('demo-sign-in', { userId });
export const signIn = (email: string, password: string) =>
  callAuth<unknown>('sign-in/email', { email, password });
export const signUp = (name: string, email: string, password: string) =>
  callAuth<unknown>('sign-up/email', { name, email, password });
export const signOut = () => callAuth<unknown>('sign-out', {});
