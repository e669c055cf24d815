import { idSchema } from '@emailai/contracts/ids';
import { listJobs } from '@emailai/services/job/list-jobs';
import { z } from 'zod';
import { writerRoute } from '../define-route';
import { openAiJob } from './openai-job';
import { jobListSchema, limitSchema } from './openai-schemas';

export const listJobsRoute = writerRoute({
  method: 'GET',
  path: '/v1/fine_tuning/jobs',
  operationId: 'listFineTuningJobs',
  tag: 'As OpenAI',
  summary: 'Your jobs of all mailboxes, newest first',
  query: z.object({
    after: idSchema.optional().meta({ description: 'The last job of the page before.' }),
    limit: limitSchema,
  }),
  answers: { 200: { description: 'A page of jobs.', schema: jobListSchema } },
  async handle({ services, userId, query: { after = null, limit } }) {
    const { jobs, hasMore } = await listJobs({ ctx: services, input: { userId, after, limit } });
    const data = jobs.map((job) => openAiJob(job, userId));
    return { status: 200, body: { object: 'list', data, has_more: hasMore } };
  },
});
