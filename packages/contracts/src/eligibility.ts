import { z } from 'zod';

/** Sent mails a mailbox needs before its writer may train. */
export const MIN_SENT_MAILS = 100;
/** A notice at 100, then at every further ten. */
export const NOTICE_EVERY = 10;

export const eligibilitySchema = z.object({
  sentCount: z.number().int().nonnegative(),
  required: z.literal(MIN_SENT_MAILS),
  eligible: z.boolean(),
  missing: z.number().int().nonnegative(),
  /** One sentence for the banner. */
  reason: z.string(),
});
export type Eligibility = z.infer<typeof eligibilitySchema>;

/** Whether a mailbox with `sentCount` sent mails may be trained on, and why not. */
export function eligibilityOf(sentCount: number): Eligibility {
  const missing = Math.max(0, MIN_SENT_MAILS - sentCount);
  const eligible = missing === 0;
  const reason = eligible
    ? `${sentCount} sent mails: enough to train a model of your own.`
    : `${sentCount} of ${MIN_SENT_MAILS} sent mails: ${missing} more and you can train a model of your own.`;
  return { sentCount, required: MIN_SENT_MAILS, eligible, missing, reason };
}

/** True at 100, 110, 120 …: the counts at which a writer is told. */
export function isNoticeCount(sentCount: number): boolean {
  return sentCount >= MIN_SENT_MAILS && sentCount % NOTICE_EVERY === 0;
}
