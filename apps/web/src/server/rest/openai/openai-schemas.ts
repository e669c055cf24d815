import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';
import { named } from '../route-description';

/** Unix time in seconds, as OpenAI counts. */
const secondsSchema = z.number().int();

export const openAiJobSchema = named(
  'OpenAiFineTuningJob',
  z.object({
    object: z.literal('fine_tuning.job'),
    id: idSchema,
    created_at: secondsSchema,
    finished_at: secondsSchema.nullable(),
    status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
    model: z.string().meta({ description: 'The base; `undecided` until an agent has the job.' }),
    fine_tuned_model: z.string().nullable(),
    organization_id: idSchema.meta({ description: 'The writer.' }),
    training_file: idSchema.meta({ description: 'The mailbox.' }),
    validation_file: z.null(),
    result_files: z.array(z.never()).max(0),
    trained_tokens: z.null().meta({ description: 'Not counted.' }),
    seed: z
      .literal(0)
      .meta({ description: 'The trainer’s own seed never changes; it is not told.' }),
    hyperparameters: z.object({
      n_epochs: z.union([z.number().int(), z.literal('auto')]),
      batch_size: z.literal('auto'),
      learning_rate_multiplier: z.literal('auto'),
    }),
    error: z
      .object({ code: z.string(), message: z.string(), param: z.string().nullable() })
      .nullable(),
    metadata: z
      .record(z.string().max(64), z.string().max(512))
      .meta({ description: '`status` and `progress` as emailai counts them, and the mailbox.' }),
  }),
);
export type OpenAiJob = z.infer<typeof openAiJobSchema>;

export const openAiEventSchema = named(
  'OpenAiFineTuningJobEvent',
  z.object({
    object: z.literal('fine_tuning.job.event'),
    id: z.string(),
    created_at: secondsSchema,
    level: z.enum(['info', 'warn', 'error']),
    message: z.string(),
    type: z.enum(['message', 'metrics']),
    data: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
);
export type OpenAiEvent = z.infer<typeof openAiEventSchema>;

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() });

export const jobListSchema = named('OpenAiJobList', listOf(openAiJobSchema));
export const eventListSchema = named('OpenAiEventList', listOf(openAiEventSchema));

/** Items of a page where none are asked for, as at OpenAI. */
const DEFAULT_LIMIT = 20;
export const limitSchema = z.coerce.number().int().min(1).max(100).default(DEFAULT_LIMIT);
