import { idSchema } from '@emailai/contracts/ids';
import { cancelOpenJob } from '@emailai/services/fine-tune/cancel-open-job';
import { z } from 'zod';
import { writerRoute } from '../define-route';
import { jobAnswerSchema, mailboxIdSchema } from './fine-tune-schemas';

export const cancelRoute = writerRoute({
  method: 'DELETE',
  path: '/api/user/ai/fine-tune',
  operationId: 'cancelFineTune',
  tag: 'Fine-tuning',
  summary: 'Cancel a job',
  details:
    'A waiting job is cancelled at once, a running one as soon as its agent has stopped: until then its answer says `cancelRequested`.',
  query: z.object({
    emailAccountId: mailboxIdSchema,
    jobId: idSchema
      .optional()
      .meta({ description: 'A certain job; whatever waits or runs where it is left out.' }),
  }),
  answers: { 202: { description: 'Cancelled, or about to be.', schema: jobAnswerSchema } },
  refusals: [404, 409],
  async handle({ services, userId, query: { emailAccountId = null, jobId = null } }) {
    const { job } = await cancelOpenJob({
      ctx: services,
      input: { userId, emailAccountId, jobId },
    });
    return { status: 202, body: { job } };
  },
});
