import { newId } from '@emailai/contracts/ids';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { z } from 'zod';
import { writerRoute } from '../define-route';
import {
  jobActiveSchema,
  notEligibleSchema,
  startBodySchema,
  startedAnswerSchema,
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
    202: { description: 'The job waits for an agent.', schema: startedAnswerSchema },
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
    return { status: 202, body: { job, notes: notesOn(body) } };
  },
});

/** Older scripts name a base and a number of passes; what is not done is said rather than refused or passed over. */
function notesOn({ baseModel, epochs }: z.infer<typeof startBodySchema>): string[] {
  const notes: string[] = [];
  if (baseModel !== undefined) {
    notes.push('baseModel is not used: the agent that takes the job trains on the base it serves.');
  }
  if (epochs !== undefined) {
    notes.push('epochs is not used: the agent chooses it by the number of your replies.');
  }
  return notes;
}
