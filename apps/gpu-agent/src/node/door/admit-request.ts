import type { IncomingMessage } from 'node:http';
import { DoorError } from './door-error';
import type { DoorCaller, DoorTokens } from './door-tokens';

export interface AdmittedRequest {
  caller: DoorCaller;
  method: string;
  /** Without the token and without `/api` twice: `/api/chat`, `/v1/models`, `/`. */
  path: string;
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const TOKEN_PREFIX = /^\/t\/([^/]+)(?=\/|$)/;

/**
 * Who asks for what. A page of a foreign site that has its name point at this machine is known by its Host, a page
 * that asks across sites by its Origin. Throws a DoorError.
 */
export function admitRequest(
  request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  tokens: DoorTokens,
): AdmittedRequest {
  const { headers, method = 'GET', url = '/' } = request;
  if (!LOOPBACK.test(headers.host ?? '')) {
    throw new DoorError(403, 'This door answers to 127.0.0.1 and localhost only.');
  }
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin)) {
    throw new DoorError(403, 'Pages of other sites may not use this door.');
  }
  const path = url.split('?', 1)[0] ?? '/';
  const prefixed = TOKEN_PREFIX.exec(path);
  const token = prefixed?.[1] ?? bearerOf(headers.authorization);
  const caller = token === undefined ? null : tokens.callerOf(token);
  if (caller === null) {
    throw new DoorError(
      401,
      'This door wants a token: send it as a bearer token, or put /t/<token> behind the address. `gpu-agent door` prints both.',
    );
  }
  const asked = path.slice(prefixed?.[0].length ?? 0).replace(/^(\/api)+(?=\/|$)/, '/api');
  return { caller, method, path: asked === '' ? '/' : asked.replace(/^\/api\/v1(?=\/)/, '/v1') };
}

/** Whether a page of this address may read what the door answers. */
export function isOwnOrigin(origin: string): boolean {
  try {
    const { protocol, host } = new URL(origin);
    return /^https?:$/.test(protocol) && LOOPBACK.test(host);
  } catch {
    return false;
  }
}

const bearerOf = (header: string | undefined) => /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
