import { eligibilityOf } from '@emailai/contracts/eligibility';
import { ServiceError } from '@emailai/contracts/errors';
import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';
import { enqueueJob } from './enqueue-job';
import type { JobView } from './job-view';

interface StartInput {
  userId: string;
  /** `null` is the primary mailbox. */
  emailAccountId: string | null;
  /** Chosen by the caller; the same one again answers the job it made. */
  idempotencyKey: string;
}

/** Orders a model to be trained on one of the writer's mailboxes. Without an agent online the job waits for one. */
export async function startFineTune({
  ctx,
  input,
}: VerbArgs<StartInput>): Promise<{ job: JobView; created: boolean }> {
  ctx.limits.take('startJob', input.userId);
  const mailbox = await ownMailbox({ ctx, input });
  const { eligible, reason, sentCount, required, missing } = eligibilityOf(mailbox.sentCount);
  if (!eligible) {
    throw new ServiceError('not_eligible', reason, {
      nextStep: `Import or send ${missing} more mails, then train.`,
      details: { sentCount, required, missing },
    });
  }
  return enqueueJob(ctx, { mailbox, idempotencyKey: input.idempotencyKey, retryOf: null });
}
