import type { IncomingMessage } from 'node:http';
import type { SessionUser } from '@emailai/api/context';
import { ServiceError } from '@emailai/contracts/errors';
import { authenticateApiToken } from '@emailai/services/api-token/authenticate-api-token';
import type { ServiceContext } from '@emailai/services/context';
import type { KnownOrigins } from '../http/known-origins';

export interface CallerDoors {
  services: ServiceContext;
  origins: KnownOrigins;
  readUser: (req: IncomingMessage) => Promise<SessionUser | null>;
}

/**
 * The writer who asks: by personal token, or by session cookie. A token that is sent and wrong is refused even
 * beside a good cookie. A cookie is sent along by any page's form, so with it whatever changes something must say
 * that it comes from a page of ours.
 */
export async function authenticateCaller(
  { services, origins, readUser }: CallerDoors,
  req: IncomingMessage,
): Promise<string> {
  const { authorization, origin } = req.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    return (await authenticateApiToken({ ctx: services, input: { token } })).userId;
  }
  const user = await readUser(req);
  if (user === null) {
    throw new ServiceError('unauthenticated', 'Nobody is signed in here.', {
      nextStep:
        'Make a token in Settings → API tokens and send it as `Authorization: Bearer eat_…`.',
    });
  }
  const changes = req.method !== 'GET' && req.method !== 'HEAD';
  if (changes && (origin === undefined || !origins.isOrigin(origin))) {
    throw new ServiceError(
      'forbidden',
      'With a session cookie only pages of this server may do that.',
      {
        nextStep: 'Scripts send a personal token instead.',
      },
    );
  }
  return user.id;
}
