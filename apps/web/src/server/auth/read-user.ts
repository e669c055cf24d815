import type { IncomingHttpHeaders } from 'node:http';
import type { SessionUser } from '@emailai/api/context';
import { fromNodeHeaders } from 'better-auth/node';
import type { Auth } from './create-auth';

/** The person whose session cookie a request carries, or `null`. */
export async function readUser(
  auth: Auth,
  headers: IncomingHttpHeaders,
): Promise<SessionUser | null> {
  if (!headers.cookie) return null;
  const session = await auth.api.getSession({ headers: fromNodeHeaders(headers) });
  if (!session) return null;
  const { id, email, name, role } = session.user;
  return { id, email, name, role: role === 'operator' ? 'operator' : 'writer' };
}
