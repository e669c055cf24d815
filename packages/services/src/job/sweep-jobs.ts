import type { JobError } from '@emailai/contracts/errors';
import { sweepLeases } from '@emailai/db/job/sweep-leases';
import type { VerbArgs } from '../context';
import { MAX_ATTEMPTS } from './max-attempts';
import { notifyFailed } from './notify-job-end';

const LOST: JobError = {
  code: 'agent_lost',
  message: `The agent went away ${MAX_ATTEMPTS} times while it worked on this job.`,
  nextStep: 'See that an agent stays online (its log says why it stopped), then retry.',
  retryable: true,
};

/** Takes jobs from agents that are gone; safe to run anywhere and as often as one likes. */
export async function sweepJobs({
  ctx,
}: VerbArgs<Record<string, never>>): Promise<{ swept: number }> {
  const { graceMs, idleGraceMs, agentOfflineMs } = ctx.intervals;
  const swept = await sweepLeases(ctx.db, {
    graceMs,
    idleGraceMs,
    agentOfflineMs,
    maxAttempts: MAX_ATTEMPTS,
    lostError: LOST,
  });
  for (const { job, outcome } of swept) {
    ctx.log({ level: 'warn', event: 'job_swept', jobId: job.id, outcome });
    if (outcome === 'failed') await notifyFailed(ctx, job, LOST);
    if (outcome === 'requeued') ctx.agentLinks.hint(null, { kind: 'jobs' });
  }
  return { swept: swept.length };
}
