import { z } from 'zod';
import { jobErrorSchema } from '../errors';
import { evaluationSchema } from '../evaluation';
import { idSchema } from '../ids';
import { jobStatusSchema } from './states';

/** One optimizer step, as drawn on the loss curve. */
export const trainingStepSchema = z.object({
  type: z.literal('step'),
  step: z.number().int().nonnegative(),
  totalSteps: z.number().int().positive(),
  epoch: z.number().nonnegative(),
  /** Mean nats per reply token of this step. */
  loss: z.number(),
  tokensPerSecond: z.number().nonnegative(),
  etaSeconds: z.number().nonnegative(),
  costUsd: z.number().nonnegative(),
});

export const epochSchema = z.object({
  type: z.literal('epoch'),
  epoch: z.number().int().positive(),
  /** Nats per reply token on held-out mail after this epoch. */
  heldOutLoss: z.number(),
});

/** What an attempt has used of its machine since its claim. */
export const usageSchema = z.object({
  /** Seconds in which the job held the device that trains: training and the evaluation after it. */
  gpuSeconds: z.number().nonnegative(),
  /** Watt-hours, where the agent knows what its machine draws. */
  energyWh: z.number().nonnegative().nullable(),
  costUsd: z.number().nonnegative(),
});
export type Usage = z.infer<typeof usageSchema>;

/** What an agent reports while it holds a job. Never mail text: numbers and fixed words only. */
export const agentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extracted'), sent: z.number().int(), incoming: z.number().int() }),
  z.object({ type: z.literal('preparing') }),
  z.object({
    type: z.literal('prepared'),
    trainRows: z.number().int(),
    heldOutRows: z.number().int(),
    droppedByReason: z.record(z.string().max(40), z.number().int()),
    cutChars: z.number().int(),
  }),
  z.object({ type: z.literal('training') }),
  z.object({
    type: z.literal('planned'),
    totalSteps: z.number().int().positive(),
    predictedSeconds: z.number().nonnegative(),
    predictedCostUsd: z.number().nonnegative(),
    device: z.string().max(80),
    cutTokens: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('resumed'), fromEpoch: z.number().int().nonnegative() }),
  trainingStepSchema,
  epochSchema,
  z.object({
    type: z.literal('evaluating'),
    done: z.number().int().nonnegative(),
    total: z.number().int().positive(),
  }),
  /** Said now and then and at the end of an attempt, however it ends; of an attempt's figures the highest counts. */
  usageSchema.extend({ type: z.literal('used') }),
  /** How far a worker is that says nothing of its steps: only outside workers do. */
  z.object({ type: z.literal('progress'), percent: z.number().int().min(0).max(80) }),
]);
export type AgentEvent = z.infer<typeof agentEventSchema>;

/** What the control plane itself writes into a job's log. */
export const planeEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('created'), retryOf: idSchema.nullable() }),
  z.object({
    type: z.literal('claimed'),
    agentId: idSchema,
    agentName: z.string(),
    epoch: z.number().int(),
  }),
  z.object({ type: z.literal('deploying') }),
  z.object({ type: z.literal('requeued'), reason: z.string().max(200) }),
  z.object({ type: z.literal('cancelRequested') }),
  z.object({ type: z.literal('cancelled') }),
  z.object({ type: z.literal('failed'), error: jobErrorSchema }),
  z.object({
    type: z.literal('completed'),
    modelName: z.string(),
    version: z.number().int().positive(),
    evaluation: evaluationSchema,
  }),
]);
export const jobEventPayloadSchema = z.union([agentEventSchema, planeEventSchema]);
export type JobEventPayload = z.infer<typeof jobEventPayloadSchema>;

/** One row of the log: `seq` is gapless per job and starts at 1; status and progress hold after the event. */
export const jobEventSchema = z.object({
  jobId: idSchema,
  seq: z.number().int().positive(),
  at: z.coerce.date(),
  status: jobStatusSchema,
  progress: z.number().int().min(0).max(100),
  payload: jobEventPayloadSchema,
});
export type JobEvent = z.infer<typeof jobEventSchema>;
