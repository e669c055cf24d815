import type { Directive } from '@emailai/contracts/agent-protocol';
import { isActive, isTerminal } from '@emailai/contracts/job/states';
import type { JobRow } from '@emailai/db/job/job-row';
import { readHeldJob } from '@emailai/db/job/read-held-job';
import type { VerbArgs } from '../context';
import type { FenceInput } from './fence-input';

/** The job as claimed by this agent in this epoch, whether it still runs or has ended; else `null`. */
export function heldJob({
  ctx,
  input: { agent, jobId, epoch },
}: VerbArgs<FenceInput>): Promise<JobRow | null> {
  return readHeldJob(ctx.db, { jobId, fence: { agentId: agent.id, epoch } });
}

/**
 * What an agent is told whose write found nothing to change: a call that was answered before and came again is
 * accepted again, a job to be cancelled is to be stopped, anything else is lost.
 */
export async function directiveAfterRefusal(args: VerbArgs<FenceInput>): Promise<Directive> {
  const job = await heldJob(args);
  if (job === null || job.status === 'CANCELLED') return 'lost';
  if (isTerminal(job.status)) return 'continue';
  return isActive(job.status) && job.cancelRequestedAt !== null ? 'cancel' : 'lost';
}
