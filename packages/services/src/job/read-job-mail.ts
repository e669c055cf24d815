import type { jobMailInputSchema, jobMailOutputSchema } from '@emailai/contracts/agent-protocol';
import { ServiceError } from '@emailai/contracts/errors';
import { mailSchema } from '@emailai/contracts/mail';
import { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { ServiceContext, VerbArgs } from '../context';
import { openMailboxKey } from '../mail/mailbox-key';

type JobMailInput = z.infer<typeof jobMailInputSchema>;
type JobMailOutput = z.infer<typeof jobMailOutputSchema>;

const markersSchema = z.record(z.string(), z.string());

/**
 * A page of a mailbox's mail, newest first, for the agent that holds its job and only while it reads mail. Of the
 * incoming mail only threads that the writer has answered are shown: nothing else can be learned from.
 */
export async function readJobMail({
  ctx,
  input,
}: VerbArgs<{ agent: AuthenticatedAgent } & JobMailInput>): Promise<JobMailOutput> {
  const mailbox = await mailboxOfJob(ctx, input);
  const after = input.cursor === null ? null : parseCursor(input.cursor);
  const rows = await ctx.db.prisma.emailMessage.findMany({
    where: {
      emailAccountId: mailbox.id,
      isSent: input.kind === 'sent',
      ...(input.kind === 'incoming' && {
        threadId: { in: await answeredThreads(ctx, mailbox.id) },
      }),
      ...(after && {
        OR: [{ sentAt: { lt: after.sentAt } }, { sentAt: after.sentAt, id: { lt: after.id } }],
      }),
    },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: input.limit,
  });
  const key = openMailboxKey(ctx, mailbox);
  const mails = rows.map((row) => ({
    id: row.id,
    // A mail without a Message-ID is stored under a hash of its contents.
    messageId: row.messageId.startsWith('sha256:') ? null : row.messageId,
    inReplyTo: row.inReplyTo,
    references: row.references,
    from: { name: row.fromName, address: row.fromAddress },
    to: mailSchema.shape.to.parse(row.to),
    cc: mailSchema.shape.cc.parse(row.cc),
    sentAt: row.sentAt,
    isSent: row.isSent,
    markers: markersSchema.parse(row.markers),
    ...key.open(row),
  }));
  const last = rows.at(-1);
  const nextCursor =
    last && rows.length === input.limit ? `${last.sentAt.toISOString()}_${last.id}` : null;
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

async function answeredThreads(ctx: ServiceContext, emailAccountId: string): Promise<string[]> {
  const rows = await ctx.db.prisma.emailMessage.findMany({
    where: { emailAccountId, isSent: true },
    select: { threadId: true },
    distinct: ['threadId'],
  });
  return rows.map((row) => row.threadId);
}

function parseCursor(cursor: string): { sentAt: Date; id: string } {
  const [at = '', id = ''] = cursor.split('_');
  const sentAt = new Date(at);
  if (!Number.isNaN(sentAt.getTime())) return { sentAt, id };
  throw new ServiceError('invalid_input', 'cursor: not one of ours');
}
