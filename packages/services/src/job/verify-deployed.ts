import type { finishInputSchema } from '@emailai/contracts/agent-protocol';
import { type JobError, ServiceError } from '@emailai/contracts/errors';
import { modelTagOf } from '@emailai/contracts/ids';
import { listsModel } from '@emailai/db/agent/lists-model';
import type { JobRow } from '@emailai/db/job/job-row';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { VerbArgs } from '../context';
import { probeModel } from '../draft/probe-model';

type Outcome = z.infer<typeof finishInputSchema>['outcome'];

interface VerifyInput {
  job: JobRow;
  agent: AuthenticatedAgent;
  outcome: Extract<Outcome, { kind: 'completed' }>;
}

/**
 * Why an agent's word that a model is deployed cannot be taken, or `null`: the adapter must be the one announced
 * at beginDeploy, the agent must list its version, and the model must write a token when asked through the very
 * relay that drafts take. A model that will not be used is not asked.
 * @throws ServiceError `unavailable` where the agent left or fell silent meanwhile: it finishes again when it is back
 */
export async function verifyDeployed({
  ctx,
  input: { job, agent, outcome },
}: VerbArgs<VerifyInput>): Promise<JobError | null> {
  if (outcome.adapterSha256 !== job.adapterSha256) {
    return unverified('The deployed adapter is not the one that was trained.');
  }
  if (outcome.evaluation.verdict !== 'promote') return null;
  const tag = modelTagOf(job.modelName, job.version ?? 1);
  const isListed = await listsModel(ctx.db, { agentId: agent.id, modelTag: tag });
  if (!isListed) return unverified('The agent does not hold the model it finished.');
  const { emailAccountId } = job;
  const { adapterSha256 } = outcome;
  const model = { agentId: agent.id, emailAccountId, modelName: tag, adapterSha256 };
  const probed = await probeModel(ctx, model);
  if (probed === 'silent') {
    throw new ServiceError('unavailable', 'The agent did not answer while its model was tried.');
  }
  return probed === 'writes'
    ? null
    : unverified('The deployed model did not write when it was asked.');
}

const unverified = (message: string): JobError => ({
  code: 'deploy_unverified',
  message,
  nextStep: 'Retry the job; if it happens again, look at the log of the agent.',
  retryable: false,
});
