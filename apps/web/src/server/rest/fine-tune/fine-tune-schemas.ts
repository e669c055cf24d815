import { idSchema } from '@emailai/contracts/ids';
import { fineTuneViewSchema } from '@emailai/services/fine-tune/fine-tune-view';
import { jobViewSchema } from '@emailai/services/fine-tune/job-view';
import { z } from 'zod';
import { refusalSchema } from '../refusal-schema';
import { named } from '../route-description';

const job = named('Job', jobViewSchema);
const eligibility = named('Eligibility', fineTuneViewSchema.shape.eligibility);

export const mailboxIdSchema = idSchema
  .optional()
  .meta({ description: 'One of your mailboxes; the primary one where it is left out.' });

export const startBodySchema = z.strictObject({
  emailAccountId: mailboxIdSchema,
  baseModel: z.string().min(1).max(200).optional().meta({
    description: 'Taken for the sake of older scripts. The agent trains on its own base.',
  }),
  epochs: z.number().int().min(1).max(100).optional().meta({
    description: 'Taken for the sake of older scripts. The agent chooses by the number of replies.',
  }),
});

export const jobAnswerSchema = named('JobAnswer', z.object({ job }));

export const startedAnswerSchema = named(
  'StartedAnswer',
  z.object({
    job,
    notes: z
      .array(z.string())
      .meta({ description: 'What was asked for and is done otherwise, a sentence each.' }),
  }),
);

export const statusAnswerSchema = named(
  'FineTuneStatus',
  z.object({
    mailbox: fineTuneViewSchema.shape.mailbox,
    eligibility,
    active: job.nullable().meta({ description: 'The job that waits or runs.' }),
    waiting: fineTuneViewSchema.shape.waiting,
    history: z.array(job).meta({ description: 'Ended jobs, newest first.' }),
  }),
);

export const jobActiveSchema = named('JobActive', refusalSchema.extend({ job }));

export const notEligibleSchema = named(
  'NotEligible',
  refusalSchema.extend({
    eligibility: eligibility
      .pick({ sentCount: true, required: true, missing: true })
      .optional()
      .meta({ description: 'With code `not_eligible`: how much mail there is and is missing.' }),
  }),
);
