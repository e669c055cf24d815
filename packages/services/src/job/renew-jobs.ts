import type { Directive, Fence } from '@emailai/contracts/agent-protocol';
import { renewLeases } from '@emailai/db/job/renew-leases';
import type { VerbArgs } from '../context';

/** Prolongs what an agent still holds, with new grants, and says of each job whether to go on, to stop, or that it is lost. */
export async function renewJobs({
  ctx,
  input: { agentId, running },
}: VerbArgs<{ agentId: string; running: readonly Fence[] }>): Promise<
  { jobId: string; directive: Directive; graceMs?: number; grant?: string }[]
> {
  const held = await renewLeases(ctx.db, {
    agentId,
    jobs: running,
    leaseMs: ctx.intervals.leaseMs,
  });
  const cancelled = new Map(held.map((job) => [job.jobId, job.cancelRequested]));
  return running.map(({ jobId, epoch }) => {
    const cancel = cancelled.get(jobId);
    if (cancel === undefined) return { jobId, directive: 'lost' };
    const grant = ctx.jobGrants.issue({ agentId, jobId, epoch });
    if (!cancel) return { jobId, directive: 'continue', grant };
    return { jobId, directive: 'cancel', graceMs: ctx.intervals.cancelGraceMs, grant };
  });
}
