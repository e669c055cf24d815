import type { acceptedSchema, beginDeployInputSchema } from '@emailai/contracts/agent-protocol';
import { startDeploy } from '@emailai/db/job/start-deploy';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { VerbArgs } from '../context';
import { assertGranted } from './assert-granted';
import { directiveAfterRefusal, heldJob } from './held-job';

type BeginDeployInput = z.infer<typeof beginDeployInputSchema>;

/** Lets an agent go from training to deploying, and notes which adapter it will be. Asked again it agrees again. */
export async function beginJobDeploy({
  ctx,
  input,
}: VerbArgs<{ agent: AuthenticatedAgent } & BeginDeployInput>): Promise<
  z.infer<typeof acceptedSchema>
> {
  assertGranted({ ctx, input });
  const { agent, jobId, epoch, adapterSha256, trainResult, manifest } = input;
  const job = await startDeploy(ctx.db, {
    jobId,
    fence: { agentId: agent.id, epoch },
    adapterSha256,
    trainResult: { ...trainResult, manifest },
    leaseMs: ctx.intervals.leaseMs,
  });
  if (job) return { directive: 'continue' };
  const held = await heldJob({ ctx, input });
  if (held?.status === 'DEPLOYING' && !held.cancelRequestedAt) {
    return { directive: held.adapterSha256 === adapterSha256 ? 'continue' : 'lost' };
  }
  return { directive: await directiveAfterRefusal({ ctx, input }) };
}
