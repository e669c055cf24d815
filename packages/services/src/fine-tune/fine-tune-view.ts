import { eligibilitySchema } from '@emailai/contracts/eligibility';
import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';
import { modelViewSchema } from '../model/model-view';
import { jobViewSchema } from './job-view';

/** Why a job waits, while it is PENDING. */
export const waitingSchema = z.object({
  /** 1 is the next to be taken. */
  position: z.number().int().positive(),
  reason: z.enum(['no_agent', 'queue', 'backoff', 'busy', 'starting']),
  message: z.string(),
  nextStep: z.string().nullable(),
});
export type Waiting = z.infer<typeof waitingSchema>;

/** Everything Settings → AI model shows of one mailbox. */
export const fineTuneViewSchema = z.object({
  mailbox: z.object({ id: idSchema, address: z.string(), ownName: z.string() }),
  eligibility: eligibilitySchema,
  /** The job that is waiting or running. */
  open: jobViewSchema.nullable(),
  waiting: waitingSchema.nullable(),
  agentsOnline: z.number().int(),
  /** The agents train on a base that shows the road, not the quality. */
  isTrialBase: z.boolean(),
  activeModel: modelViewSchema.nullable(),
  /** Ended jobs, newest first. */
  history: z.array(jobViewSchema),
});
export type FineTuneView = z.infer<typeof fineTuneViewSchema>;
