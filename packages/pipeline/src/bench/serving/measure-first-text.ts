import { REPLY_INSTRUCTION, renderReplyInput, userMessage } from '@emailai/contracts/prompt';
import type { ServingEngine } from '@emailai/serving/engine';

const SUBJECTS = ['the budget', 'the roof', 'your train', 'the lab keys', 'Friday', 'the garden'];

/** A mail of the usual length; another number is another mail, so that no prompt lies in a cache. */
export function benchPrompt(number: number): string {
  const subject = SUBJECTS[number % SUBJECTS.length] ?? '';
  const { text } = renderReplyInput({
    fromName: 'Marta Lindqvist',
    toName: 'Tom Hale',
    subject: `About ${subject}`,
    sentAt: new Date('2026-03-12T10:00:00Z'),
    body: `Number ${number}.\nHi Tom,\ncould you tell me about ${subject} by Friday?\nThanks,\nMarta`,
  });
  return userMessage({ instruction: REPLY_INSTRUCTION, input: text });
}

/** Milliseconds from asking to the first text of a short draft, which is then written to its end. */
export async function measureFirstText(
  engine: ServingEngine,
  model: string | null,
  number: number,
  maxTokens: number,
): Promise<number> {
  const askedMs = performance.now();
  const draft = engine.chat({ model, userMessage: benchPrompt(number), maxTokens });
  let part = await draft.next();
  const firstMs = performance.now() - askedMs;
  while (!part.done) part = await draft.next();
  return firstMs;
}
