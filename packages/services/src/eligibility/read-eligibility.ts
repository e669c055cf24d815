import { type Eligibility, eligibilityOf } from '@emailai/contracts/eligibility';
import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';

/** Whether one of the writer's mailboxes may be trained on, and what is missing. */
export async function readEligibility({
  ctx,
  input,
}: VerbArgs<{ userId: string; emailAccountId: string }>): Promise<Eligibility> {
  const mailbox = await ownMailbox({ ctx, input });
  return eligibilityOf(mailbox.sentCount);
}
