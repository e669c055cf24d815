import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';
import { waitingSchema } from './fine-tune-view';
import { jobViewSchema } from './job-view';

/** What a job's own page shows beside its log. */
export const jobPageViewSchema = z.object({
  job: jobViewSchema,
  mailbox: z.object({ id: idSchema, address: z.string() }),
  waiting: waitingSchema.nullable(),
});
export type JobPageView = z.infer<typeof jobPageViewSchema>;
