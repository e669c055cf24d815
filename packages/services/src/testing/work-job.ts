import type { finishInputSchema } from '@emailai/contracts/agent-protocol';
import type { DatasetManifest } from '@emailai/contracts/dataset';
import { verdictOf } from '@emailai/contracts/evaluation';
import { modelTagOf, newId } from '@emailai/contracts/ids';
import type { AgentEvent } from '@emailai/contracts/job/events';
import type { z } from 'zod';
import type { ServiceContext } from '../context';
import { startFineTune } from '../fine-tune/start-fine-tune';
import { beginJobDeploy } from '../job/begin-job-deploy';
import { claimJob } from '../job/claim-job';
import { finishJob } from '../job/finish-job';
import { heartbeatJobs } from '../job/heartbeat-jobs';
import { reportEvents } from '../job/report-events';
import { createWriter, type TestAgent, type TestWriter } from './open-test-services';
import { whileWriting } from './writing-agent';

/** What a job needs of an agent from claim to finish, said as an agent says it. */
export interface WorkedJob {
  jobId: string;
  epoch: number;
  grant: string;
  tag: string;
  report(fromSeq: number, events: AgentEvent[]): ReturnType<typeof reportEvents>;
  deploy(adapterSha256?: string): ReturnType<typeof beginJobDeploy>;
  finish(outcome: z.infer<typeof finishInputSchema>['outcome']): ReturnType<typeof finishJob>;
}

export const ADAPTER = 'f'.repeat(64);

const MANIFEST: DatasetManifest = {
  train: { rows: 80, sha256: 'a' },
  heldOut: { rows: 20, sha256: 'b' },
  heldOutIds: [],
  sentRead: 100,
  paired: 100,
  withoutParent: 0,
  droppedByReason: {},
  cutChars: 0,
};

export const step = (at: number, of = 10): AgentEvent => ({
  type: 'step',
  step: at,
  totalSteps: of,
  epoch: 1,
  loss: 2,
  tokensPerSecond: 100,
  etaSeconds: 1,
  costUsd: at / 1_000,
});

/** Events of a job from its mail to its last step. */
export const TRAINED: AgentEvent[] = [
  { type: 'extracted', sent: 100, incoming: 100 },
  { type: 'preparing' },
  { type: 'training' },
  step(5),
  step(10),
];

export function completed(gain: number, adapterSha256 = ADAPTER) {
  const heldOut = { pairs: 20, tokens: 500, base: 3, tuned: 3 - gain };
  return {
    kind: 'completed' as const,
    adapterSha256,
    baseName: 'tiny',
    engine: 'embedded',
    evaluation: verdictOf(heldOut),
    manifest: MANIFEST,
    costUsd: 0.02,
    gpuSeconds: 12,
  };
}

/** A job of a writer with enough mail, waiting. */
export async function waitingJob(ctx: ServiceContext): Promise<TestWriter & { jobId: string }> {
  const writer = await createWriter(ctx, 100);
  const { job } = await startFineTune({
    ctx,
    input: {
      userId: writer.userId,
      emailAccountId: writer.emailAccountId,
      idempotencyKey: newId(),
    },
  });
  return { ...writer, jobId: job.id };
}

/** The agent claims that job. */
export async function claimed(
  ctx: ServiceContext,
  agent: TestAgent,
  jobId: string,
): Promise<WorkedJob> {
  const { job } = await claimJob({ ctx, input: { agent, claimId: newId(), jobId } });
  if (job === null) throw new Error(`The job ${jobId} was not to be had.`);
  const fence = { agent, jobId, epoch: job.epoch, grant: job.grant };
  return {
    jobId,
    epoch: job.epoch,
    grant: job.grant,
    tag: modelTagOf(job.modelName, job.version),
    report: (fromSeq, events) => reportEvents({ ctx, input: { ...fence, fromSeq, events } }),
    deploy: (adapterSha256 = ADAPTER) =>
      beginJobDeploy({
        ctx,
        input: {
          ...fence,
          adapterSha256,
          manifest: MANIFEST,
          trainResult: {
            bestEpoch: 1,
            heldOutLossByEpoch: [2],
            trainLoss: 2,
            tokensPerSecond: 100,
            seconds: 10,
          },
        },
      }),
    finish: (outcome) =>
      whileWriting(ctx, agent.id, () => finishJob({ ctx, input: { ...fence, outcome } })),
  };
}

/** A job of the agent's that is DEPLOYING; the agent says that it holds the model. */
export async function deploying(ctx: ServiceContext, agent: TestAgent, jobId: string) {
  const job = await claimed(ctx, agent, jobId);
  await job.report(0, TRAINED);
  await job.deploy();
  await heartbeatJobs({ ctx, input: { agent, running: [job], models: [job.tag] } });
  return job;
}
