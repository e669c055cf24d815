import { z } from 'zod';

/**
 * The trainer speaks one JSON object a line: requests on stdin, replies and progress on stdout, words for
 * people on stderr. stdin's end is the order to leave. Python reads the JSON Schema made from this file.
 * Paths are absolute; all losses are nats per reply token.
 */
export const trainSettingsSchema = z.object({
  rank: z.number().int().positive().max(256),
  alpha: z.number().positive(),
  learningRate: z.number().positive(),
  epochs: z.number().int().positive().max(50),
  /** Mails per optimizer step. */
  batchSize: z.number().int().positive(),
  /** Tokens of one mail, prompt and reply; longer prompts lose their middle by rule and are counted. */
  maxTokens: z.number().int().positive(),
  seed: z.number().int(),
});
export type TrainSettings = z.infer<typeof trainSettingsSchema>;

const requestId = z.string();
const trainRequest = {
  id: requestId,
  trainFile: z.string(),
  heldOutFile: z.string(),
  /** Checkpoints lie in `<outDir>/checkpoints`; a second `train` with the same outDir resumes from the last. */
  outDir: z.string(),
  settings: trainSettingsSchema,
};

export const trainerRequestSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('load'),
    id: requestId,
    baseDir: z.string(),
    device: z.enum(['auto', 'cpu', 'cuda', 'mps']),
  }),
  z.object({ type: z.literal('plan'), ...trainRequest, costPerHourUsd: z.number().nonnegative() }),
  z.object({ type: z.literal('train'), ...trainRequest }),
  z.object({ type: z.literal('pause'), id: requestId }),
  z.object({ type: z.literal('resume'), id: requestId }),
  z.object({ type: z.literal('cancel'), id: requestId }),
  /** Held-out loss of the base (no adapterDir) or of an adapter, computed by PyTorch. */
  z.object({
    type: z.literal('evaluate'),
    id: requestId,
    rowsFile: z.string(),
    adapterDir: z.string().optional(),
    maxTokens: z.number().int().positive(),
  }),
  z.object({ type: z.literal('status'), id: requestId }),
  z.object({ type: z.literal('unload'), id: requestId }),
  z.object({ type: z.literal('shutdown'), id: requestId }),
]);
export type TrainerRequest = z.infer<typeof trainerRequestSchema>;

/** `done` results, by request. */
export const loadResultSchema = z.object({
  parameters: z.number().int(),
  device: z.string(),
  dtype: z.string(),
  contextTokens: z.number().int(),
  seconds: z.number(),
});
export const planResultSchema = z.object({
  totalSteps: z.number().int().positive(),
  tokens: z.number().int(),
  replyTokens: z.number().int(),
  cutTokens: z.number().int().nonnegative(),
  predictedSeconds: z.number().nonnegative(),
  predictedCostUsd: z.number().nonnegative(),
  predictedPeakMb: z.number().nonnegative(),
  device: z.string(),
});
export const trainResultSchema = z.object({
  /** PEFT format: adapter_model.safetensors + adapter_config.json. */
  adapterDir: z.string(),
  /** llama.cpp's LoRA file, named by its content hash. */
  ggufFile: z.string(),
  ggufSha256: z.string(),
  bestEpoch: z.number().int().positive(),
  heldOutLossByEpoch: z.array(z.number()),
  baseHeldOutLoss: z.number(),
  trainLoss: z.number(),
  tokensPerSecond: z.number(),
  seconds: z.number(),
  peakMemoryMb: z.number(),
  cutTokens: z.number().int().nonnegative(),
});
export type TrainResult = z.infer<typeof trainResultSchema>;
export const evaluateResultSchema = z.object({
  loss: z.number(),
  tokens: z.number().int(),
  rows: z.number().int(),
});
export const statusResultSchema = z.object({
  state: z.enum(['empty', 'idle', 'training', 'paused']),
  baseDir: z.string().nullable(),
  step: z.number().int().nullable(),
});

export const TRAINER_ERROR_CODES = [
  'bad_request',
  'base_missing',
  'base_unsupported',
  'data_unreadable',
  'no_rows',
  'out_of_memory',
  'disk_full',
  'busy',
  'cancelled',
  'internal',
] as const;

export const trainerReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), protocol: z.literal(1), torch: z.string().nullable() }),
  z.object({
    type: z.literal('progress'),
    id: requestId,
    event: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('step'),
        step: z.number().int(),
        totalSteps: z.number().int(),
        epoch: z.number(),
        loss: z.number(),
        tokensPerSecond: z.number(),
        etaSeconds: z.number(),
      }),
      z.object({ kind: z.literal('epoch'), epoch: z.number().int(), heldOutLoss: z.number() }),
      z.object({ kind: z.literal('resumed'), fromEpoch: z.number().int() }),
      z.object({ kind: z.literal('paused'), step: z.number().int() }),
      z.object({ kind: z.literal('running'), step: z.number().int() }),
    ]),
  }),
  z.object({ type: z.literal('done'), id: requestId, result: z.record(z.string(), z.unknown()) }),
  z.object({
    type: z.literal('error'),
    id: requestId.nullable(),
    code: z.enum(TRAINER_ERROR_CODES),
    message: z.string(),
  }),
]);
export type TrainerReply = z.infer<typeof trainerReplySchema>;
