import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceError } from '@emailai/contracts/errors';
import type { ServiceContext } from '@emailai/services/context';
import { idsIn, withLogIds } from '@emailai/services/log-ids';
import { answerError, answerJson } from '../http/answer';
import { pathOf } from '../http/path-of';
import { authenticateCaller, type CallerDoors } from './authenticate-caller';
import { createPlaceFinder, type Place } from './create-place-finder';
import type { RestAnswer, RestRoute } from './define-route';
import { HttpRefusal } from './http-refusal';
import { readBody } from './read-body';
import { refusalOf } from './refusal-of';

export interface RestRoutes {
  find(path: string): Place | null;
  /** Answers with what the route says, or with a refusal; throws what nobody foresaw. */
  answer(place: Place, req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void>;
}

/** Serves routes: who asks, what was sent, one verb, and every refusal in one shape. */
export function createRestRoutes(
  input: CallerDoors & { routes: readonly RestRoute[] },
): RestRoutes {
  const { routes } = input;

  async function run(
    place: Place,
    route: RestRoute,
    req: IncomingMessage,
    services: ServiceContext,
  ): Promise<RestAnswer> {
    let userId: string | null = null;
    if (route.caller === 'writer') {
      userId = await authenticateCaller(input, req);
      services.limits.take('callApi', userId);
    }
    const body = await readBody(req, route.maxBodyBytes);
    const query = queryOf(req);
    const { params } = place;
    const { headers } = req;
    const peerAddress = req.socket.remoteAddress ?? '';
    return route.run({ services, userId, params, query, headers, peerAddress, body });
  }

  return {
    find: createPlaceFinder(routes),
    async answer(place, req, res, requestId) {
      const path = pathOf(req);
      const services = withLogIds(input.services, { ...idsIn(place.params), requestId });
      try {
        const route = routeFor(place, req.method ?? '');
        send(res, route, await run(place, route, req, services));
      } catch (error) {
        // The caller hung up while sending: there is nobody to answer, and nothing went wrong here.
        if (req.destroyed && !req.complete) return;
        const refusal = refusalOf(error);
        if (refusal === null) throw error;
        const { status, code } = refusal;
        const ids = error instanceof ServiceError ? idsIn(error.details) : {};
        services.log({ level: 'info', event: 'request_refused', ...ids, path, status, code });
        for (const [name, value] of Object.entries(refusal.headers)) res.setHeader(name, value);
        answerError(res, refusal.status, { ...refusal, requestId }, refusal.beside);
      }
    },
  };
}

function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at));
}

/** HEAD asks what GET would. */
function routeFor({ routes }: Place, method: string): RestRoute {
  const found = routes.find((route) => route.method === (method === 'HEAD' ? 'GET' : method));
  if (found) return found;
  const allowed = routes.flatMap((route) =>
    route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
  );
  throw new HttpRefusal('method_not_allowed', `Here one may ${allowed.join(', ')} only.`, {
    headers: { Allow: allowed.join(', ') },
  });
}

/** What the document promises is what is sent: an answer of another shape is our own fault, and thrown. */
function send(res: ServerResponse, route: RestRoute, { status, body, headers = {} }: RestAnswer) {
  const promised = route.answers[status];
  if (promised === undefined) throw new Error(`${route.operationId} has no answer ${status}.`);
  const sent = promised.schema.parse(body);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (promised.mediaType === undefined) return answerJson(res, status, sent);
  res.statusCode = status;
  res.setHeader('Content-Type', promised.mediaType);
  res.setHeader('Cache-Control', 'no-store');
  res.end(String(sent));
}
