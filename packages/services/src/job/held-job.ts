import type { Directive } from '@emailai/contracts/agent-protocol';
import { isActive, isTerminal } from '@emailai/contracts/job/states';
import type { VerbArgs } from '../context';
import type { FenceInput } from './fence-input';

/** The job as claimed by this agent in this epoch, whether it still runs or has ended; else `null`. */
export async function heldJob({ ctx, input: { agent, jobId, epoch } }: VerbArgs<FenceInput>) {
  return ctx.db.prisma.fineTuningJob.findFirst({
    where: { id: jobId, agentId: agent.id, leaseEpoch: epoch },
  });
}

export type HeldJob = NonNullable<Awaited<ReturnType<typeof heldJob>>>;

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
