import type { claimInputSchema, claimOutputSchema } from '@emailai/contracts/agent-protocol';
import { claimNextJob } from '@emailai/db/job/claim-next-job';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { VerbArgs } from '../context';

type ClaimInput = z.infer<typeof claimInputSchema>;

/** Gives the next job to an agent, with all it must know and no mail; `null` where none waits. */
export async function claimJob({
  ctx,
  input: { agent, claimId, jobId },
}: VerbArgs<{ agent: AuthenticatedAgent } & ClaimInput>): Promise<
  z.infer<typeof claimOutputSchema>
> {
  const claimed = await claimNextJob(ctx.db, {
    agentId: agent.id,
    claimId,
    jobId: jobId ?? null,
    leaseMs: ctx.intervals.leaseMs,
  });
  ctx.metrics.claimAnswered(claimed === null ? 'none' : 'claimed');
  if (claimed === null) return { job: null };
  ctx.log({
    level: 'info',
    event: 'job_claimed',
    jobId: claimed.id,
    emailAccountId: claimed.emailAccountId,
    agentId: agent.id,
    epoch: claimed.leaseEpoch,
  });
  return {
    job: {
      jobId: claimed.id,
      epoch: claimed.leaseEpoch,
      emailAccountId: claimed.emailAccountId,
      modelName: claimed.modelName,
      version: claimed.version ?? 1,
      ownAddresses: [claimed.address, ...claimed.aliases],
      ownName: claimed.ownName,
      grant: ctx.jobGrants.issue({
        agentId: agent.id,
        jobId: claimed.id,
        epoch: claimed.leaseEpoch,
      }),
    },
  };
}
