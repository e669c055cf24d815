import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';
import { waitingSchema } from '../fine-tune/fine-tune-view';
import { jobViewSchema } from '../fine-tune/job-view';

/** A job as an operator sees it: whose it is, how it goes and what it costs; nothing of any mail. */
export const supportJobSchema = jobViewSchema.extend({
  writer: z.object({ name: z.string(), email: z.string() }),
  mailboxAddress: z.string(),
});
export type SupportJob = z.infer<typeof supportJobSchema>;

export const supportJobPageSchema = z.object({
  job: supportJobSchema,
  waiting: waitingSchema.nullable(),
});
export type SupportJobPage = z.infer<typeof supportJobPageSchema>;

/** Which jobs an operator looks at. */
export const supportFilterSchema = z.enum(['all', 'open', 'failed', 'completed', 'cancelled']);
export type SupportFilter = z.infer<typeof supportFilterSchema>;

export const supportJobsSchema = z.object({
  jobs: z.array(supportJobSchema),
  /** The last job of this page where there are more. */
  nextCursor: idSchema.nullable(),
  /** Of all jobs, whatever the filter. */
  totals: z.object({
    waiting: z.number().int(),
    running: z.number().int(),
    /** Of jobs made in the last 30 days, failed attempts and cancelled jobs included. */
    month: z.object({
      jobs: z.number().int(),
      gpuSeconds: z.number(),
      energyWh: z.number().nullable(),
      costUsd: z.number(),
    }),
  }),
});
export type SupportJobs = z.infer<typeof supportJobsSchema>;
