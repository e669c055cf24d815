import { z } from 'zod';
import { openRoute, type RestRoute } from '../define-route';
import { buildDocument } from './build-document';

/** The routes and one more, which describes them all and itself. */
export function withDocument(routes: readonly RestRoute[], serverUrl = '/'): RestRoute[] {
  const documentRoute = openRoute({
    method: 'GET',
    path: '/api/openapi.json',
    operationId: 'readDocument',
    tag: 'Server',
    summary: 'This document',
    caller: 'anybody',
    answers: {
      200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) },
    },
    async handle() {
      return { status: 200, body: document };
    },
  });
  const all = [...routes, documentRoute];
  const document = buildDocument(all, serverUrl);
  return all;
}
