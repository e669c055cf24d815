import { ServiceError } from '@emailai/contracts/errors';
import { OPEN_STATUSES } from '@emailai/contracts/job/states';
import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';
import { cancelFineTune } from './cancel-fine-tune';
import type { JobView } from './job-view';

interface CancelInput {
  userId: string;
  /** `null` is the primary mailbox. */
  emailAccountId: string | null;
  /** `null` is whatever waits or runs for the mailbox. */
  jobId: string | null;
}

/** Cancels the job named, or the one that a mailbox has open; `not_found` where it has none. */
export async function cancelOpenJob({
  ctx,
  input,
}: VerbArgs<CancelInput>): Promise<{ job: JobView }> {
  const { userId, emailAccountId, jobId } = input;
  if (jobId !== null) return cancelFineTune({ ctx, input: { userId, jobId } });
  const mailbox = await ownMailbox({ ctx, input: { userId, emailAccountId } });
  const open = await ctx.db.prisma.fineTuningJob.findFirst({
    where: { emailAccountId: mailbox.id, status: { in: OPEN_STATUSES } },
    select: { id: true },
  });
  if (open) return cancelFineTune({ ctx, input: { userId, jobId: open.id } });
  throw new ServiceError('not_found', 'No job waits or runs for this mailbox.', {
    nextStep: 'There is nothing to cancel.',
  });
}
