import { ServiceError } from '@emailai/contracts/errors';
import { ACTIVE_STATUSES } from '@emailai/contracts/job/states';
import { endJob } from '@emailai/db/job/end-job';
import type { VerbArgs } from '../context';

/** Takes an agent's token away: its sockets close, its drafts end, and its jobs wait for another agent. */
export async function revokeAgent({
  ctx,
  input,
}: VerbArgs<{ agentId: string }>): Promise<{ requeuedJobs: number }> {
  const { prisma } = ctx.db;
  const { count } = await prisma.agent.updateMany({
    where: { id: input.agentId },
    data: { revokedAt: ctx.now() },
  });
  if (count === 0) throw new ServiceError('not_found', 'There is no such agent.');
  const held = await prisma.fineTuningJob.findMany({
    where: { agentId: input.agentId, status: { in: ACTIVE_STATUSES } },
  });
  let requeuedJobs = 0;
  for (const job of held) {
    const ended = await endJob(ctx.db, {
      jobId: job.id,
      fence: { agentId: input.agentId, epoch: job.leaseEpoch },
      outcome:
        job.cancelRequestedAt === null
          ? { type: 'requeued', reason: 'Its agent was revoked.', delayMs: 0 }
          : { type: 'cancelled' },
    });
    if (ended?.status === 'PENDING') requeuedJobs += 1;
  }
  await ctx.draftRelay.drop(input.agentId);
  ctx.agentLinks.close(input.agentId);
  if (requeuedJobs > 0) ctx.agentLinks.hint(null, { kind: 'jobs' });
  ctx.log({ level: 'info', event: 'agent_revoked', agentId: input.agentId, requeuedJobs });
  return { requeuedJobs };
}
