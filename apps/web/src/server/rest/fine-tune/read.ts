import { readFineTune } from '@emailai/services/fine-tune/read-fine-tune';
import { z } from 'zod';
import { writerRoute } from '../define-route';
import { mailboxIdSchema, statusAnswerSchema } from './fine-tune-schemas';

export const readRoute = writerRoute({
  method: 'GET',
  path: '/api/user/ai/fine-tune',
  operationId: 'readFineTune',
  tag: 'Fine-tuning',
  summary: 'Eligibility, the job under way and those before it',
  query: z.object({ emailAccountId: mailboxIdSchema }),
  answers: { 200: { description: 'How things stand.', schema: statusAnswerSchema } },
  refusals: [404],
  async handle({ services, userId, query }) {
    const view = await readFineTune({
      ctx: services,
      input: { userId, emailAccountId: query.emailAccountId ?? null },
    });
    return { status: 200, body: { ...view, active: view.open } };
  },
});
