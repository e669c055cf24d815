import { idSchema } from '@emailai/contracts/ids';
import { listJobEvents } from '@emailai/services/job/list-job-events';
import { z } from 'zod';
import { writerRoute } from '../define-route';
import { HttpRefusal } from '../http-refusal';
import { openAiEvent, seqOfEvent } from './openai-event';
import { eventListSchema, limitSchema } from './openai-schemas';

export const listEventsRoute = writerRoute({
  method: 'GET',
  path: '/v1/fine_tuning/jobs/{jobId}/events',
  operationId: 'listFineTuningJobEvents',
  tag: 'As OpenAI',
  summary: 'The log of one of your jobs, newest first',
  params: z.object({ jobId: idSchema }),
  query: z.object({
    after: z
      .string()
      .max(80)
      .optional()
      .meta({ description: 'The last event of the page before.' }),
    limit: limitSchema,
  }),
  answers: { 200: { description: 'A page of events.', schema: eventListSchema } },
  refusals: [404],
  async handle({ services, userId, params: { jobId }, query: { after, limit } }) {
    const beforeSeq = after === undefined ? null : seqOfEvent(jobId, after);
    if (after !== undefined && beforeSeq === null) {
      throw new HttpRefusal(
        'invalid_input',
        'after is no event of this job. Send the id of the last event of the page before.',
        { param: 'after' },
      );
    }
    const { events, hasMore } = await listJobEvents({
      ctx: services,
      input: { userId, jobId, beforeSeq, limit },
    });
    const data = events.map(openAiEvent);
    return { status: 200, body: { object: 'list', data, has_more: hasMore } };
  },
});
