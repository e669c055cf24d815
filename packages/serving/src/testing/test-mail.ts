import { REPLY_INSTRUCTION, renderReplyInput, userMessage } from '@emailai/contracts/prompt';

/** A mail of ours as a model is asked to answer it. */
export function testPrompt(body = 'Could you send me the budget by Friday?'): string {
  const incoming = {
    fromName: 'Marta Lindqvist',
    toName: 'Tom Hale',
    subject: 'Budget review',
    sentAt: new Date('2026-03-12T10:00:00Z'),
    body: `Hi Tom,\n${body}\nThanks,\nMarta`,
  };
  return userMessage({ instruction: REPLY_INSTRUCTION, input: renderReplyInput(incoming).text });
}
