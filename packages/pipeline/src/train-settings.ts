import type { TrainSettings } from '@emailai/contracts/trainer-protocol';
import type { Base } from './base/base';

/** Prompts hold at most 9,000 characters of mail and replies 400 words: more context is never filled. */
const MAX_CONTEXT_TOKENS = 4_096;
const SEED = 7;

/**
 * How a base of this size is adapted. The tiny one was swept with `npm run bench -- habits`; the others follow
 * published LoRA rates: smaller models take and need larger ones.
 */
export function trainSettingsOf(base: Pick<Base, 'parameters' | 'contextTokens'>): TrainSettings {
  const common = { rank: 16, alpha: 32, batchSize: 8, maxTokens: usedContext(base), seed: SEED };
  if (base.parameters < 100_000_000) return { ...common, learningRate: 4e-3, epochs: 6 };
  if (base.parameters < 4_000_000_000) return { ...common, learningRate: 1e-3, epochs: 3 };
  return { ...common, learningRate: 3e-4, epochs: 3 };
}

/** Tokens of context a job and its drafts use: the trainer's limit for a mail and the engine's context. */
export function usedContext(base: Pick<Base, 'contextTokens'>): number {
  return Math.min(base.contextTokens, MAX_CONTEXT_TOKENS);
}
