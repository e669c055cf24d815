import { ServiceError } from '@emailai/contracts/errors';
import { acceptUpdate } from '@emailai/services/webhook/accept-update';
import { answerOnce } from '@emailai/services/webhook/answer-once';
import { outsideUpdateSchema, updateAnswerSchema } from '@emailai/services/webhook/outside-update';
import { isOneOf, isSignedByOneOf } from '@emailai/services/webhook/verify-webhook';
import { z } from 'zod';
import { openRoute, type RestRequest, type RestRoute } from '../rest/define-route';
import { RECEIVER_PATH } from './receiver-path';

/** A word about a job is small; a manifest with its hashes is what is largest in one. */
const MAX_BODY_BYTES = 128 * 1024;

const headers = z.object({
  'webhook-id': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({
      description: 'Of Standard Webhooks. Each is taken once; said again, it is answered again.',
    }),
});

/** `POST /api/webhooks/fine-tuning`: what an outside worker says about a job it holds. */
export function receiveUpdateRoute({ keys }: { keys: readonly string[] }): RestRoute {
  return openRoute({
    method: 'POST',
    path: RECEIVER_PATH,
    operationId: 'receiveUpdate',
    tag: 'Fine-tuning',
    summary: 'Tell of a job, as an outside worker',
    details:
      'With `Authorization: Bearer <INTERNAL_API_KEY>`, or signed by that key as Standard Webhooks say.',
    caller: 'internal',
    headers,
    body: outsideUpdateSchema,
    maxBodyBytes: MAX_BODY_BYTES,
    answers: { 200: { description: 'It was taken.', schema: updateAnswerSchema } },
    refusals: [404, 412, 429, 503],
    async admit(request) {
      if (isFromWorker(keys, request)) return;
      request.services.metrics.webhookReceived('unauthenticated');
      throw refusalOfStranger(keys, request);
    },
    async handle({ request, services, headers: { 'webhook-id': webhookId }, body: update }) {
      const work = () => acceptUpdate({ ctx: services, input: { update } });
      try {
        const { answer, isRepeated } =
          webhookId === undefined
            ? { answer: await work(), isRepeated: false }
            : await answerOnce({ ctx: services, input: { webhookId, body: request.body, work } });
        services.metrics.webhookReceived(isRepeated ? 'repeated' : 'accepted');
        return { status: 200, body: answer };
      } catch (error) {
        services.metrics.webhookReceived('refused');
        throw error;
      }
    },
  });
}

function isFromWorker(keys: readonly string[], { headers, body }: RestRequest): boolean {
  const { authorization } = headers;
  if (authorization === undefined) {
    return isSignedByOneOf(keys, { headers, body: body.toString('utf8') });
  }
  const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  return given !== undefined && isOneOf(keys, given);
}

function refusalOfStranger(
  keys: readonly string[],
  { services, peerAddress }: RestRequest,
): ServiceError {
  // Throws where somebody tries keys.
  services.limits.take('guessKey', peerAddress);
  if (keys.length === 0) {
    return new ServiceError('unauthenticated', 'No outside worker is known to this server.', {
      nextStep: 'Set INTERNAL_API_KEY on the server and send it as a bearer token.',
    });
  }
  return new ServiceError('unauthenticated', 'The key or the signature of this webhook is wrong.', {
    nextStep:
      'Send `Authorization: Bearer <INTERNAL_API_KEY>`, or sign the exact body within the last five minutes.',
  });
}
