import type { IncomingMessage, ServerResponse } from 'node:http';
import { appRouter } from '@emailai/api/app/router';
import type { SessionUser } from '@emailai/api/context';
import type { ServiceContext } from '@emailai/services/context';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { toNodeHandler } from 'better-auth/node';
import { type Auth, PEER_ADDRESS_HEADER } from '../auth/create-auth';
import type { Pages } from '../pages/start-pages';
import type { RestRoutes } from '../rest/create-rest-routes';
import { answerError, answerJson } from './answer';
import { isForeign, type KnownOrigins } from './known-origins';
import { pathOf } from './path-of';
import { setSecurityHeaders } from './security-headers';

export interface RouteInput {
  services: ServiceContext;
  auth: Auth;
  origins: KnownOrigins;
  pages: Pages;
  rest: RestRoutes;
  readUser: (req: IncomingMessage) => Promise<SessionUser | null>;
  isDemo: boolean;
}

/** Largest body of a procedure call. */
const MAX_BODY_BYTES = 1024 * 1024;
const TRPC = '/api/trpc/';
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** Every plain HTTP request: who may ask, then where it goes. */
export function createRequestRouter(input: RouteInput) {
  const { services, origins, pages, rest, isDemo } = input;
  const handleAuth = toNodeHandler(input.auth);

  return async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
    const path = pathOf(req);
    setSecurityHeaders(req, res, { isDev: pages.mode === 'dev' });

    if (!isAddress(req.url ?? '')) {
      return answerError(res, 400, {
        code: 'invalid_input',
        message: 'The address is none. Send a path like /api/openapi.json.',
        requestId,
      });
    }
    if (path === '/api/health') return answerHealth(services, res);
    const place = rest.find(path);
    // Asked by machines, under whatever name or address they know this one by.
    if (place !== null && PROBES.has(path)) return rest.answer(place, req, res, requestId);
    if (!origins.isHost(req.headers.host)) {
      return answerError(res, 421, {
        code: 'unknown_host',
        message: `emailai does not know itself under this address. Open ${origins.list[0]}, or set EMAILAI_URL.`,
        requestId,
      });
    }
    if (isForeign(req, origins)) {
      return answerError(res, 403, {
        code: 'forbidden',
        message: 'Only pages of this server may call it.',
        requestId,
      });
    }
    if (path.startsWith(TRPC)) {
      return nodeHTTPRequestHandler({
        req,
        res,
        path: path.slice(TRPC.length),
        router: appRouter,
        maxBodySize: MAX_BODY_BYTES,
        createContext: async () => ({
          services,
          user: await input.readUser(req),
          requestId,
          isDemo,
        }),
      });
    }
    if (path.startsWith('/api/auth/')) {
      req.headers[PEER_ADDRESS_HEADER] = req.socket.remoteAddress;
      res.setHeader('Cache-Control', 'no-store');
      return handleAuth(req, res);
    }
    if (place !== null) return rest.answer(place, req, res, requestId);
    if (/^\/(api|v1)(\/|$)/.test(path)) {
      return answerError(res, 404, {
        code: 'not_found',
        message: 'There is no such address. GET /api/openapi.json lists those there are.',
        requestId,
      });
    }
    return pages.handle(req, res);
  };
}

/** A path, or a whole address as proxies send it; `*` and what no browser could follow are neither. */
const isAddress = (url: string) =>
  /^(\/(?!\/)|https?:\/\/)/.test(url) && URL.canParse(url, 'http://localhost');

/** Up, and the database answers: what a supervisor or a load balancer asks. Says nothing else. */
async function answerHealth(services: ServiceContext, res: ServerResponse): Promise<void> {
  try {
    await services.db.pool.query('SELECT 1');
    answerJson(res, 200, { ok: true });
  } catch {
    answerJson(res, 503, { ok: false, reason: 'The database does not answer.' });
  }
}
