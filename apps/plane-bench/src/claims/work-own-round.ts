import type { DatasetManifest } from '@emailai/contracts/dataset';
import { verdictOf } from '@emailai/contracts/evaluation';
import { modelTagOf, newId } from '@emailai/contracts/ids';
import { createJob } from '@emailai/db/job/create-job';
import type { AuthenticatedAgent } from '@emailai/services/agent/authenticate-agent';
import type { ServiceContext } from '@emailai/services/context';
import { beginJobDeploy } from '@emailai/services/job/begin-job-deploy';
import { claimJob } from '@emailai/services/job/claim-job';
import { finishJob } from '@emailai/services/job/finish-job';
import { heartbeatJobs } from '@emailai/services/job/heartbeat-jobs';
import { reportEvents } from '@emailai/services/job/report-events';
import { writingAgent } from '@emailai/services/testing/writing-agent';
import { inParallel } from '../in-parallel';
import type { BenchWriter } from '../stand/seed-writers';

const ADAPTER = 'f'.repeat(64);
const MANIFEST: DatasetManifest = {
  train: { rows: 200, sha256: 'a' },
  heldOut: { rows: 50, sha256: 'b' },
  heldOutIds: [],
  sentRead: 250,
  paired: 250,
  withoutParent: 0,
  droppedByReason: {},
  cutChars: 0,
};

export interface OwnRound {
  claimSeconds: number;
  completeSeconds: number;
  claimMs: number[];
  completeMs: number[];
}

/**
 * A job for each writer, taken and completed by the verbs that the agent router calls, one at a time for each of
 * the agents. What lies between (two reports' events, the leave to deploy) is done by the verbs too, but outside the clock: the
 * libraries it is compared with know nothing of the kind.
 */
export async function workOwnRound(input: {
  ctx: ServiceContext;
  /** One for each claimer. */
  agents: readonly AuthenticatedAgent[];
  writers: readonly BenchWriter[];
  /** Whether the models are good enough to draft with: then each is tried first and mailbox and writer change over. */
  promotes: boolean;
}): Promise<OwnRound> {
  const { ctx, agents, writers, promotes } = input;
  await inParallel(writers, agents, (writer) =>
    createJob(ctx.db, { ...writer, idempotencyKey: null, retryOf: null }),
  );

  const claim = await timed(writers, agents, async (_writer, agent) => {
    const { job } = await claimJob({ ctx, input: { agent, claimId: newId() } });
    if (job === null) throw new Error('A job that waits was not given to a claimer.');
    return { agent, ...job };
  });
  const jobs = claim.results;

  await inParallel(jobs, agents, async ({ agent, jobId, epoch, grant }) => {
    const fence = { agent, jobId, epoch, grant };
    const events = [{ type: 'preparing' as const }, { type: 'training' as const }];
    await reportEvents({ ctx, input: { ...fence, fromSeq: 0, events } });
    const trainResult = {
      bestEpoch: 2,
      heldOutLossByEpoch: [2, 1],
      trainLoss: 1,
      tokensPerSecond: 100,
      seconds: 40,
    };
    await beginJobDeploy({
      ctx,
      input: { ...fence, adapterSha256: ADAPTER, manifest: MANIFEST, trainResult },
    });
  });
  for (const agent of agents) {
    const own = jobs.filter((job) => job.agent === agent);
    const models = own.map(({ modelName, version }) => modelTagOf(modelName, version));
    await heartbeatJobs({ ctx, input: { agent, running: [], models } });
  }

  const voices = promotes ? agents.map(({ id }) => writingAgent(ctx, id, () => ['Yes'])) : [];
  const complete = await timed(jobs, agents, async ({ agent, jobId, epoch, grant }) => {
    const outcome = {
      kind: 'completed' as const,
      adapterSha256: ADAPTER,
      baseName: 'tiny',
      engine: 'embedded',
      evaluation: verdictOf({ pairs: 50, tokens: 1_500, base: 4.8, tuned: promotes ? 0.9 : 4.8 }),
      manifest: MANIFEST,
      costUsd: 0.02,
      gpuSeconds: 40,
    };
    const { directive } = await finishJob({ ctx, input: { agent, jobId, epoch, grant, outcome } });
    if (directive !== 'continue') throw new Error(`A finished job was answered ${directive}.`);
  });
  await Promise.all(voices.map((voice) => voice.leave()));
  return {
    claimSeconds: claim.seconds,
    completeSeconds: complete.seconds,
    claimMs: claim.eachMs,
    completeMs: complete.eachMs,
  };
}

/** Does every item once, each agent one at a time. */
async function timed<Item, Result>(
  items: readonly Item[],
  agents: readonly AuthenticatedAgent[],
  work: (item: Item, agent: AuthenticatedAgent) => Promise<Result>,
): Promise<{ seconds: number; eachMs: number[]; results: Result[] }> {
  const eachMs: number[] = [];
  const startedMs = performance.now();
  const results = await inParallel(items, agents, async (item, agent) => {
    const callMs = performance.now();
    const result = await work(item, agent);
    eachMs.push(performance.now() - callMs);
    return result;
  });
  return { seconds: (performance.now() - startedMs) / 1_000, eachMs, results };
}
