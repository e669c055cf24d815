import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '@emailai/services/metrics/create-metrics';
import { pathOf } from '../http/path-of';
import type { RestRoutes } from '../rest/create-rest-routes';
import { routeTemplateOf } from './route-template';

type OnRequest = (req: IncomingMessage, res: ServerResponse, requestId: string) => Promise<void>;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Measures every request until its answer is out, or its caller has gone. */
export function observeRequests(
  { metrics, rest }: { metrics: Metrics; rest: RestRoutes },
  onRequest: OnRequest,
): OnRequest {
  return (req, res, requestId) => {
    const startedMs = performance.now();
    res.once('close', () => {
      const { method = '' } = req;
      metrics.requestServed({
        method: METHODS.includes(method) ? method : 'OTHER',
        route: routeTemplateOf(pathOf(req), rest),
        status: res.statusCode,
        tookMs: performance.now() - startedMs,
      });
    });
    return onRequest(req, res, requestId);
  };
}
