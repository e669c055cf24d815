import { idSchema } from '@emailai/contracts/ids';
import { jobStatusSchema } from '@emailai/contracts/job/states';
import { z } from 'zod';

/** A job as its writer sees it. Times are ISO strings. */
export const jobViewSchema = z.object({
  id: idSchema,
  emailAccountId: idSchema,
  status: jobStatusSchema,
  /** The stage in words. */
  words: z.string(),
  progress: z.number().int(),
  /** Seq of its newest event. */
  eventSeq: z.number().int(),
  attempts: z.number().int(),
  modelName: z.string(),
  version: z.number().int().nullable(),
  agent: z.object({ id: idSchema, name: z.string(), online: z.boolean() }).nullable(),
  cancelRequested: z.boolean(),
  error: z
    .object({ code: z.string(), message: z.string(), nextStep: z.string().nullable() })
    .nullable(),
  retryOf: idSchema.nullable(),
  /** Over all its attempts, whatever became of them. */
  costUsd: z.number(),
  gpuSeconds: z.number(),
  /** Watt-hours; `null` where no agent knew what its machine draws. */
  energyWh: z.number().nullable(),
  heldOut: z.object({ base: z.number(), tuned: z.number() }).nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type JobView = z.infer<typeof jobViewSchema>;
