import { createHash } from 'node:crypto';
import { errorCodeSchema, ServiceError } from '@emailai/contracts/errors';
import { type ReceiptAnswer, settleReceipt, takeReceipt } from '@emailai/db/webhook/take-receipt';
import { z } from 'zod';
import type { VerbArgs } from '../context';

/** Work that takes longer than this was that of a process that died. */
const ABANDONED_AFTER_MS = 30_000;

/** Refusals that say nothing about the webhook itself: the same one may be taken a moment later. */
const PASSING = ['unavailable', 'rate_limited'];

const keptSchema = z.union([
  z.object({ answer: z.unknown() }),
  z.object({ code: errorCodeSchema, message: z.string(), nextStep: z.string().optional() }),
]);

interface OnceInput {
  webhookId: string;
  body: Buffer;
  work: () => Promise<unknown>;
}

/**
 * Does what a webhook asks once, however often it arrives and at how many instances: who sends it again gets the
 * first answer again, be it a refusal. Work that broke may be done again.
 */
export async function answerOnce({
  ctx,
  input: { webhookId: id, body, work },
}: VerbArgs<OnceInput>): Promise<{ answer: unknown; isRepeated: boolean }> {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const taken = await takeReceipt(ctx.db, { id, bodyHash, abandonedAfterMs: ABANDONED_AFTER_MS });
  switch (taken.kind) {
    case 'busy':
      throw new ServiceError('unavailable', 'This webhook is being worked on.', {
        nextStep: 'Send it again in a few seconds.',
      });
    case 'altered':
      throw new ServiceError('invalid_input', 'This webhook-id came before, with another body.', {
        nextStep: 'Give each webhook an id of its own.',
        details: { param: 'webhook-id' },
      });
    case 'answered':
      return { answer: answerAgain(taken.answer), isRepeated: true };
    case 'first':
      break;
  }
  try {
    const answer = await work();
    await settleReceipt(ctx.db, { id, answer: { answer } });
    return { answer, isRepeated: false };
  } catch (error) {
    await settleReceipt(ctx.db, { id, answer: refusalToKeep(error) });
    throw error;
  }
}

function refusalToKeep(error: unknown): ReceiptAnswer | null {
  if (!(error instanceof ServiceError) || PASSING.includes(error.code)) return null;
  const { code, message, nextStep } = error;
  return { code, message, nextStep };
}

function answerAgain(kept: unknown): unknown {
  const parsed = keptSchema.parse(kept);
  if ('answer' in parsed) return parsed.answer;
  const { code, message, nextStep } = parsed;
  throw new ServiceError(code, message, nextStep === undefined ? {} : { nextStep });
}
