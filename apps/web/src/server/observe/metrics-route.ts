import { ServiceError } from '@emailai/contracts/errors';
import { renderMetrics } from '@emailai/services/metrics/render-metrics';
import { isOneOf } from '@emailai/services/webhook/verify-webhook';
import { z } from 'zod';
import { openRoute, type RestRequest, type RestRoute } from '../rest/define-route';
import { isLocalCall } from './is-local-call';

/** `GET /metrics`: to this machine, or to whoever has the token. Without a token nobody else gets in. */
export function metricsRoute({ token }: { token: string | null }): RestRoute {
  return openRoute({
    method: 'GET',
    path: '/metrics',
    operationId: 'readMetrics',
    tag: 'Server',
    summary: 'Metrics for Prometheus',
    details: 'Answered on this machine, and elsewhere to `Authorization: Bearer <METRICS_TOKEN>`.',
    caller: 'anybody',
    answers: {
      200: {
        description: 'The Prometheus text format.',
        schema: z.string(),
        mediaType: 'text/plain; version=0.0.4; charset=utf-8',
      },
    },
    refusals: [401],
    async admit(request) {
      if (!isLocalCall(request) && !hasToken(request, token)) throw closed(token);
    },
    async handle({ services }) {
      return { status: 200, body: await renderMetrics({ ctx: services, input: {} }) };
    },
  });
}

function hasToken({ headers }: RestRequest, token: string | null): boolean {
  const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return token !== null && given !== undefined && isOneOf([token], given);
}

function closed(token: string | null): ServiceError {
  return new ServiceError('unauthenticated', 'Metrics are shown on this machine only.', {
    nextStep:
      token === null
        ? 'To read them from elsewhere, set METRICS_TOKEN on the server and send it as a bearer token.'
        : 'From elsewhere send `Authorization: Bearer <METRICS_TOKEN>`.',
  });
}
