import type { VerbArgs } from '../context';
import type { GrantedInput } from './fence-input';

/**
 * Refuses whoever asks about a job without the grant that came with it. The fence still decides whether the job is
 * held: a grant only proves that it once was given to this agent.
 */
export function assertGranted({ ctx, input }: VerbArgs<GrantedInput>): void {
  const { agent, jobId, epoch, grant } = input;
  ctx.jobGrants.check({ agentId: agent.id, jobId, epoch }, grant);
}
