import { newId } from '@emailai/contracts/ids';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { z } from 'zod';
import { writerRoute } from '../define-route';
import {
  jobActiveSchema,
  jobAnswerSchema,
  notEligibleSchema,
  startBodySchema,
} from './fine-tune-schemas';

const headers = z.object({
  'Idempotency-Key': z.string().min(8).max(100).optional().meta({
    description: 'The same key again answers the job it made the first time, and makes none.',
  }),
});

export const startRoute = writerRoute({
  method: 'POST',
  path: '/api/user/ai/fine-tune',
  operationId: 'startFineTune',
  tag: 'Fine-tuning',
  summary: 'Train a model on a mailbox',
  headers,
  body: startBodySchema,
  answers: {
    202: { description: 'The job waits for an agent.', schema: jobAnswerSchema },
    403: { description: 'Not eligible yet, or not allowed.', schema: notEligibleSchema },
    409: { description: 'The mailbox has a job that waits or runs.', schema: jobActiveSchema },
  },
  refusals: [404],
  async handle({ services, userId, headers: { 'Idempotency-Key': key }, body }) {
    const { job } = await startFineTune({
      ctx: services,
      input: {
        userId,
        emailAccountId: body.emailAccountId ?? null,
        idempotencyKey: key ?? newId(),
      },
    });
    return { status: 202, body: { job } };
  },
});
