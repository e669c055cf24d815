import { beginDeployInputSchema, finishInputSchema } from '@emailai/contracts/agent-protocol';
import { jobErrorCodeSchema } from '@emailai/contracts/errors';
import { idSchema } from '@emailai/contracts/ids';
import { jobStatusSchema } from '@emailai/contracts/job/states';
import { z } from 'zod';

/** What an outside worker may say a job is doing. EVALUATING is its own word for the end of training. */
const OUTSIDE_STATUSES = [
  'EXTRACTING_DATA',
  'PREPARING_DATA',
  'TRAINING',
  'EVALUATING',
  'DEPLOYING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;

const [completedSchema] = finishInputSchema.shape.outcome.options;
const { adapterSha256, manifest, trainResult } = beginDeployInputSchema.shape;
const { baseName, engine, evaluation, gpuSeconds } = completedSchema.shape;

/** Part of what such workers send. It is read and not kept: it may hold anything, a mail too. */
const unkept = z.unknown().optional();

/** One word of an outside worker about a job. */
export const outsideUpdateSchema = z.strictObject({
  jobId: idSchema,
  status: z.enum(OUTSIDE_STATUSES).optional(),
  /** Percent. */
  progress: z.number().int().min(0).max(100).optional(),
  /** Why it FAILED; the first line is kept. */
  errorMessage: z.string().max(10_000).optional(),
  errorCode: jobErrorCodeSchema.optional(),
  /** Sent mails it read. */
  trainingEmails: z.number().int().min(0).max(1_000_000).optional(),
  /** US dollars of this attempt so far. */
  actualCost: z.number().min(0).max(1_000_000).optional(),
  /** Which worker speaks, where there is more than one. */
  executorId: z
    .string()
    .regex(/^[\w.:-]{1,100}$/)
    .optional(),
  /** Which claim it speaks for, as answered to EXTRACTING_DATA; without it the job's first. */
  epoch: z.number().int().positive().optional(),
  /** DEPLOYING needs these … */
  adapterSha256: adapterSha256.min(1).max(128).optional(),
  manifest: manifest.optional(),
  trainResult: trainResult.optional(),
  /** … and COMPLETED these as well. */
  baseName: baseName.min(1).max(200).optional(),
  engine: engine.min(1).max(40).optional(),
  evaluation: evaluation.optional(),
  gpuSeconds: gpuSeconds.optional(),
  currentStep: unkept,
  modelName: unkept,
  executorUrl: unkept,
  checkpointPath: unkept,
  adapterPath: unkept,
  adapterSize: unkept,
});
export type OutsideUpdate = z.infer<typeof outsideUpdateSchema>;

export const updateAnswerSchema = z.object({
  success: z.literal(true),
  job: z.object({
    id: idSchema,
    status: jobStatusSchema,
    progress: z.number().int(),
    /** To be sent with every later word about this claim. */
    epoch: z.number().int(),
  }),
  /** `cancel`: its writer wants no model any more; stop, and say CANCELLED. */
  directive: z.enum(['continue', 'cancel']),
});
export type UpdateAnswer = z.infer<typeof updateAnswerSchema>;
