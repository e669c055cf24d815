import type { jobMailInputSchema, jobMailOutputSchema } from '@emailai/contracts/agent-protocol';
import { ServiceError } from '@emailai/contracts/errors';
import { readJobMailPage } from '@emailai/db/mail/read-job-mail-page';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { ServiceContext, VerbArgs } from '../context';
import { openMailboxKey } from '../mail/mailbox-key';
import { openStoredMail } from '../mail/stored-mail';
import { assertGranted } from './assert-granted';

type JobMailInput = z.infer<typeof jobMailInputSchema>;
type JobMailOutput = z.infer<typeof jobMailOutputSchema>;

/**
 * A page travels as one message, of which an agent takes 32 MiB; as JSON a text may become six times longer.
 */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * A page of a mailbox's mail, newest first, for the agent that holds its job and only while it reads mail. Of the
 * incoming mail only what the writer may have answered is shown.
 */
export async function readJobMail({
  ctx,
  input,
}: VerbArgs<{ agent: AuthenticatedAgent } & JobMailInput>): Promise<JobMailOutput> {
  assertGranted({ ctx, input });
  const mailbox = await mailboxOfJob(ctx, input);
  const after = input.cursor === null ? null : parseCursor(input.cursor);
  const page = await readJobMailPage(ctx.db, {
    emailAccountId: mailbox.id,
    isSent: input.kind === 'sent',
    after,
    limit: input.limit,
    maxBytes: MAX_PAGE_BYTES,
  });
  const key = openMailboxKey(ctx, mailbox);
  const mails = page.mails.map((row) => openStoredMail(row, key));
  const last = page.mails.at(-1);
  const nextCursor = last && page.isFull ? `${last.sentAt.toISOString()}_${last.id}` : null;
  return { mails, nextCursor };
}

async function mailboxOfJob(
  ctx: ServiceContext,
  { agent, jobId, epoch }: { agent: AuthenticatedAgent; jobId: string; epoch: number },
) {
  const job = await ctx.db.prisma.fineTuningJob.findFirst({
    where: { id: jobId, agentId: agent.id, leaseEpoch: epoch, status: 'EXTRACTING_DATA' },
    include: { emailAccount: true },
  });
  if (job) return job.emailAccount;
  throw new ServiceError('lost', 'This job is not held here, or its mail was read already.');
}

function parseCursor(cursor: string): { sentAt: Date; id: string } {
  const [at = '', id = ''] = cursor.split('_');
  const sentAt = new Date(at);
  if (!Number.isNaN(sentAt.getTime())) return { sentAt, id };
  throw new ServiceError('invalid_input', 'cursor: not one of ours');
}
