/**
 * What does not fit the context is cut by the trainer's rule (emailai_trainer/chat_text.py), so that a model is
 * served what it was trained on: the prompt loses its middle, for its head holds the instruction and who writes,
 * its end the delimiter and the opening of the turn.
 */

/** The head and the tail of `tokens`, `budget` together; all of them where they fit. */
export function keepEnds<T>(tokens: readonly T[], budget: number): T[] {
  if (tokens.length <= budget) return [...tokens];
  const tail = Math.floor(budget / 2);
  return [...tokens.slice(0, budget - tail), ...tokens.slice(tokens.length - tail)];
}

export interface FittedTokens<T> {
  prompt: T[];
  reply: T[];
  /** Tokens left out of both. */
  cutTokens: number;
}

/** `prompt` and `reply` within `maxTokens`: a reply may take all the prompt leaves, and half of it always. */
export function fitTokens<T>(
  prompt: readonly T[],
  reply: readonly T[],
  maxTokens: number,
): FittedTokens<T> {
  const whole = prompt.length + reply.length;
  const replyBudget = Math.max(maxTokens - prompt.length, Math.floor(maxTokens / 2));
  const keptReply = whole <= maxTokens ? [...reply] : reply.slice(0, replyBudget);
  const keptPrompt = keepEnds(prompt, maxTokens - keptReply.length);
  return {
    prompt: keptPrompt,
    reply: keptReply,
    cutTokens: whole - keptPrompt.length - keptReply.length,
  };
}
