import { z } from 'zod';
import { openRoute, type RestRoute } from '../rest/define-route';
import type { Readiness } from './create-readiness';

const checkSchema = z.object({ ok: z.boolean(), reason: z.string().nullable() });
const readySchema = z.object({
  ok: z.boolean(),
  checks: z.object({
    database: checkSchema,
    migrations: checkSchema,
    listener: checkSchema,
    process: checkSchema,
  }),
});

/** `GET /healthz` says that the process lives, `GET /readyz` whether it should be sent anybody. */
export function probeRoutes(readiness: Readiness): RestRoute[] {
  const healthz = openRoute({
    method: 'GET',
    path: '/healthz',
    operationId: 'isAlive',
    tag: 'Server',
    summary: 'Whether the process lives',
    caller: 'anybody',
    answers: { 200: { description: 'It does.', schema: z.object({ ok: z.literal(true) }) } },
    async handle() {
      return { status: 200, body: { ok: true } };
    },
  });
  const readyz = openRoute({
    method: 'GET',
    path: '/readyz',
    operationId: 'isReady',
    tag: 'Server',
    summary: 'Whether it can serve',
    caller: 'anybody',
    answers: {
      200: { description: 'Everything it stands on is there.', schema: readySchema },
      503: { description: 'Something is missing; `reason` says what.', schema: readySchema },
    },
    async handle() {
      const ready = await readiness.check();
      return { status: ready.ok ? 200 : 503, body: ready };
    },
  });
  return [healthz, readyz];
}
