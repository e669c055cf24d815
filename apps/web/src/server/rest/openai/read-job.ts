import { idSchema } from '@emailai/contracts/ids';
import { readListedJob } from '@emailai/services/job/read-listed-job';
import { z } from 'zod';
import { writerRoute } from '../define-route';
import { openAiJob } from './openai-job';
import { openAiJobSchema } from './openai-schemas';

export const readJobRoute = writerRoute({
  method: 'GET',
  path: '/v1/fine_tuning/jobs/{jobId}',
  operationId: 'readFineTuningJob',
  tag: 'As OpenAI',
  summary: 'One of your jobs',
  params: z.object({ jobId: idSchema }),
  answers: { 200: { description: 'The job.', schema: openAiJobSchema } },
  refusals: [404],
  async handle({ services, userId, params: { jobId } }) {
    const job = await readListedJob({ ctx: services, input: { userId, jobId } });
    return { status: 200, body: openAiJob(job, userId) };
  },
});
