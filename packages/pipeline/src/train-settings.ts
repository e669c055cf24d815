import type { TrainSettings } from '@emailai/contracts/trainer-protocol';
import type { Base } from './base/base';

/** Prompts hold at most 9,000 characters of mail and replies 400 words: more context is never filled. */
const MAX_CONTEXT_TOKENS = 4_096;
const SEED = 7;

/** Optimizer steps after which the tiny base has a writer's habits and has not yet lost its own skills. */
const TINY_STEPS = 80;
const TINY_EPOCHS = { fewest: 2, most: 8 };

/**
 * How a base of this size is adapted to so many rows. The tiny one was swept with `npm run bench -- habits`; the
 * others follow published LoRA rates: smaller models take and need larger ones.
 */
export function trainSettingsOf(
  base: Pick<Base, 'parameters' | 'contextTokens'>,
  trainRows: number,
): TrainSettings {
  const batchSize = 8;
  const common = { rank: 16, alpha: 32, batchSize, maxTokens: usedContext(base), seed: SEED };
  if (base.parameters < 100_000_000) {
    const epochs = Math.round(TINY_STEPS / Math.ceil(trainRows / batchSize));
    const { fewest, most } = TINY_EPOCHS;
    return { ...common, learningRate: 4e-3, epochs: Math.min(most, Math.max(fewest, epochs)) };
  }
  if (base.parameters < 4_000_000_000) return { ...common, learningRate: 1e-3, epochs: 3 };
  return { ...common, learningRate: 3e-4, epochs: 3 };
}

/** Tokens of context a job and its drafts use: the trainer's limit for a mail and the engine's context. */
export function usedContext(base: Pick<Base, 'contextTokens'>): number {
  return Math.min(base.contextTokens, MAX_CONTEXT_TOKENS);
}
