import type { JobError } from '@emailai/contracts/errors';
import { idSchema } from '@emailai/contracts/ids';
import { sweepLeases } from '@emailai/db/job/sweep-leases';
import type { ServiceContext, VerbArgs } from '../context';
import { MAX_ATTEMPTS } from './max-attempts';
import { notifyFailed } from './notify-job-end';

const LOST: JobError = {
  code: 'agent_lost',
  message: `The agent went away ${MAX_ATTEMPTS} times while it worked on this job.`,
  nextStep: 'See that an agent stays online (its log says why it stopped), then retry.',
  retryable: true,
};

/**
 * Takes jobs from agents that are gone; safe to run anywhere and as often as one likes. Who could not be told of a
 * failure here is told by a later round of housekeeping.
 */
export async function sweepJobs({
  ctx,
}: VerbArgs<Record<string, never>>): Promise<{ swept: number }> {
  const { graceMs, idleGraceMs, cancelGraceMs, agentOfflineMs } = ctx.intervals;
  const swept = await sweepLeases(ctx.db, {
    graceMs,
    idleGraceMs,
    cancelGraceMs,
    agentOfflineMs,
    maxAttempts: MAX_ATTEMPTS,
    lostError: LOST,
  });
  for (const { job, outcome } of swept) {
    const { id: jobId, emailAccountId, attempts } = job;
    ctx.metrics.leaseLost(outcome);
    const agentId = await lastAgentOf(ctx, jobId);
    ctx.log({
      level: 'warn',
      event: 'job_swept',
      jobId,
      emailAccountId,
      agentId,
      outcome,
      attempts,
    });
    if (outcome === 'requeued') ctx.agentLinks.hint(null, { kind: 'jobs' });
    if (outcome !== 'failed') continue;
    await notifyFailed(ctx, job, LOST).catch((error: unknown) =>
      ctx.log({ level: 'warn', event: 'failure_not_told', jobId, emailAccountId, error }),
    );
  }
  return { swept: swept.length };
}

/** Whom a job was taken from: its row does not say any more. */
async function lastAgentOf(ctx: ServiceContext, jobId: string): Promise<string | undefined> {
  const claim = await ctx.db.prisma.jobEvent.findFirst({
    where: { jobId, type: 'claimed' },
    orderBy: { seq: 'desc' },
  });
  return idSchema.safeParse(Object(claim?.payload).agentId).data;
}
