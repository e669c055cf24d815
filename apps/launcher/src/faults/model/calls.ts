import type { DatasetManifest } from '@emailai/contracts/dataset';
import type { JobError } from '@emailai/contracts/errors';
import { verdictOf } from '@emailai/contracts/evaluation';
import { modelTagOf } from '@emailai/contracts/ids';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { lapseLease } from '@emailai/db/testing/lapse-lease';
import { revokeAgent } from '@emailai/services/agent/revoke-agent';
import { cancelFineTune } from '@emailai/services/fine-tune/cancel-fine-tune';
import { retryFineTune } from '@emailai/services/fine-tune/retry-fine-tune';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { beginJobDeploy } from '@emailai/services/job/begin-job-deploy';
import { claimJob } from '@emailai/services/job/claim-job';
import { finishJob } from '@emailai/services/job/finish-job';
import { heartbeatJobs } from '@emailai/services/job/heartbeat-jobs';
import { reportEvents } from '@emailai/services/job/report-events';
import { sweepJobs } from '@emailai/services/job/sweep-jobs';
import { whileWriting } from '@emailai/services/testing/writing-agent';
import * as model from './job-model';
import { chosen, freshClaimId, type Operation } from './operations';
import { addAgent, type Belief, sayHello, type World } from './world';

/** An operation with its subject chosen. */
export interface Call {
  /** The job it is about, where that is known before. */
  jobId?: string;
  /** An agent tells a wish for work again only when the first telling has come to nothing, so never twice at once. */
  claimId?: string;
  /** Makes it at the plane and puts the answer into words; refusals are their codes. */
  make(): Promise<string>;
  /** The model's answer. The plane's own is there for the names of what it made. */
  expect(state: model.ModelState, answer: string): string;
  /** What the caller does when it hears the answer. */
  hear?(answer: string): Promise<void> | void;
}

const KEYS = ['first', 'second', 'third', 'fourth'];
/** Old claims are spoken of now and then, young ones mostly. */
const BELIEFS = 12;
const RECENT_JOBS = 6;

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
const ERROR: JobError = {
  code: 'trainer_crashed',
  message: 'The trainer stopped.',
  nextStep: 'Press Retry.',
  retryable: false,
};

/** The call an operation stands for in this world, or `null` where it has no subject. `jobId` names one. */
export function callOf(world: World, operation: Operation, jobId?: string): Call | null {
  const { kind, picks } = operation;
  const [first, second] = picks;
  const isWanted = (id: string) => jobId === undefined || id === jobId;
  switch (kind) {
    case 'start':
      return start(
        world,
        first,
        chosen([...KEYS, ...KEYS.map((key) => key + first)], second) ?? '',
      );
    case 'sweep':
      return sweep(world);
    case 'claim':
      return claim(world, first);
    case 'forget':
      return forget(world, first);
    case 'hello':
    case 'heartbeat':
      return renew(world, first, second, kind);
    case 'revoke':
      return revoke(world, first);
    case 'cancel':
    case 'retry':
    case 'lapse': {
      const jobs = world.state.jobs.filter(({ id }) => isWanted(id)).slice(-RECENT_JOBS);
      const job = chosen(jobs, first);
      if (job === undefined) return null;
      return { jobId: job.id, ...{ cancel, retry, lapse }[kind](world, job) };
    }
    default: {
      const beliefs = world.beliefs.filter(({ fence }) => isWanted(fence.jobId));
      const belief = chosen(beliefs.slice(-BELIEFS), Math.sqrt(first));
      if (belief === undefined) return null;
      return { jobId: belief.fence.jobId, ...SPEECH[kind](world, belief, second) };
    }
  }
}

function start({ ctx, writers }: World, pick: number, key: string): Call {
  const writer = Math.floor(pick * writers.length);
  const who = writers[writer];
  if (who === undefined) throw new Error('There are no writers.');
  const { userId, emailAccountId } = who;
  return {
    make: async () =>
      (
        await startFineTune({
          ctx,
          input: { userId, emailAccountId, idempotencyKey: `${key} of ${writer}` },
        })
      ).job.id,
    expect: (state, answer) =>
      model.create(state, { writer, key, retryOf: null, newId: nameFor(state, answer) }),
  };
}

/** The name the model gives what is new to it: the plane's, unless that is taken. */
const nameFor = (state: model.ModelState, answer: string) =>
  state.jobs.some(({ id }) => id === answer) ? 'a new job' : answer;

const ownerOf = ({ writers }: World, job: model.ModelJob) => writers[job.writer]?.userId ?? '';

function retry(world: World, job: model.ModelJob): Call {
  const input = { userId: ownerOf(world, job), jobId: job.id };
  return {
    make: async () => (await retryFineTune({ ctx: world.ctx, input })).job.id,
    expect: (state, answer) => model.retry(state, { jobId: job.id, newId: nameFor(state, answer) }),
  };
}

function cancel(world: World, job: model.ModelJob): Call {
  const input = { userId: ownerOf(world, job), jobId: job.id };
  return {
    make: async () => {
      await cancelFineTune({ ctx: world.ctx, input });
      return 'ok';
    },
    expect: (state) => model.cancel(state, job.id),
  };
}

function lapse({ ctx }: World, job: model.ModelJob): Call {
  return {
    make: async () => {
      await lapseLease(ctx.db, job.id);
      return 'ok';
    },
    expect: (state) => {
      model.lapse(state, job.id);
      return 'ok';
    },
  };
}

function sweep({ ctx }: World): Call {
  return {
    make: async () => String((await sweepJobs({ ctx, input: {} })).swept),
    expect: (state) => String(model.sweep(state)),
  };
}

function claim(world: World, pick: number): Call | null {
  const agent = chosen(world.agents, pick);
  if (agent === undefined) return null;
  const { claimId } = agent;
  let learned: Belief | null = null;
  return {
    claimId,
    make: async () => {
      const { job } = await claimJob({ ctx: world.ctx, input: { agent, claimId } });
      if (job === null) return 'none';
      const { jobId, epoch, grant, modelName, version } = job;
      const fence = { agent: agent.id, jobId, epoch };
      learned = { agent, fence, grant, tag: modelTagOf(modelName, version) };
      return `${jobId} ${epoch}`;
    },
    expect: (state) => model.claim(state, agent.id, claimId),
    hear() {
      if (learned === null) return;
      world.beliefs.push(learned);
      agent.claimId = freshClaimId();
    },
  };
}

/** An agent's disk is gone: it begins anew and remembers nothing. */
function forget(world: World, pick: number): Call | null {
  const agent = chosen(world.agents, pick);
  if (agent === undefined) return null;
  return {
    make: () => Promise.resolve('ok'),
    expect: () => 'ok',
    hear() {
      agent.claimId = freshClaimId();
      world.beliefs = world.beliefs.filter((belief) => belief.agent !== agent);
    },
  };
}

function revoke(world: World, pick: number): Call | null {
  const agent = chosen(world.agents, pick);
  if (agent === undefined) return null;
  return {
    make: async () => {
      const input = { agentId: agent.id };
      return String((await revokeAgent({ ctx: world.ctx, input })).requeuedJobs);
    },
    expect: (state) => String(model.revoke(state, agent.id)),
    async hear() {
      world.agents = world.agents.filter((other) => other !== agent);
      await addAgent(world);
    },
  };
}

function renew(
  world: World,
  first: number,
  second: number,
  by: 'hello' | 'heartbeat',
): Call | null {
  const agent = chosen(world.agents, first);
  if (agent === undefined) return null;
  const own = world.beliefs.filter((belief) => belief.agent === agent);
  const recent = own.slice(-Math.ceil(second * 3)).map(({ fence }) => fence);
  // An agent works on a job under one claim at a time, its newest.
  const running = [...new Map(recent.map((fence) => [fence.jobId, fence])).values()];
  return {
    make: async () => {
      if (by === 'hello') return (await sayHello(world.ctx, agent, running)).join();
      const input = { agent, running };
      const { directives } = await heartbeatJobs({ ctx: world.ctx, input });
      return directives.map(({ directive }) => directive).join();
    },
    expect: (state) => model.renew(state, running).join(),
  };
}

const SCRIPT: readonly AgentEvent[] = [
  { type: 'extracted', sent: 100, incoming: 100 },
  { type: 'preparing' },
  { type: 'training' },
];
/** Every claim has its own number to say, as every run of a trainer has. */
const eventAt = (number: number, claim: number): AgentEvent =>
  SCRIPT[number] ?? { type: 'epoch', epoch: number, heldOutLoss: claim };
const EARLY: AgentEvent = { type: 'evaluating', done: 1, total: 2 };

/** Where the agent would go on: what the plane expects of this claim, or anything for one that is over. */
function nextSeqOf({ state }: World, { fence }: Belief, pick: number): number {
  const job = state.jobs.find(({ id, epoch }) => id === fence.jobId && epoch === fence.epoch);
  return job?.agentSeq ?? Math.floor(pick * 6);
}

function report(world: World, belief: Belief, from: number, count: number, isEarly = false): Call {
  const { agent, fence, grant } = belief;
  const events = isEarly
    ? [EARLY]
    : Array.from({ length: count }, (_, index) => eventAt(from + index, fence.epoch));
  return {
    make: async () => {
      const { jobId, epoch } = fence;
      const input = { agent, jobId, epoch, grant, fromSeq: from, events };
      const { expectedSeq, directive } = await reportEvents({ ctx: world.ctx, input });
      return `${expectedSeq} ${directive}`;
    },
    expect: (state) => model.report(state, fence, { from, count: events.length, isEarly }),
  };
}

const adapterOf = ({ fence }: Belief) => `${fence.jobId}-${fence.epoch}`;

function finish(world: World, belief: Belief, outcome: model.ModelOutcome, adapter: string): Call {
  const { agent, fence, grant, tag } = belief;
  const { ctx } = world;
  const said = {
    completed: {
      kind: 'completed' as const,
      adapterSha256: adapter,
      baseName: 'tiny',
      engine: 'embedded',
      evaluation: verdictOf({ pairs: 20, tokens: 500, base: 3, tuned: 2 }),
      manifest: MANIFEST,
      costUsd: 0.02,
      gpuSeconds: 12,
    },
    failed: { kind: 'failed' as const, error: ERROR },
    failedRetryably: { kind: 'failed' as const, error: { ...ERROR, retryable: true } },
    cancelled: { kind: 'cancelled' as const },
  }[outcome];
  return {
    make: async () => {
      if (outcome === 'completed') {
        await heartbeatJobs({ ctx, input: { agent, running: [], models: [tag] } });
      }
      const { jobId, epoch } = fence;
      const input = { agent, jobId, epoch, grant, outcome: said };
      return (await whileWriting(ctx, agent.id, () => finishJob({ ctx, input }))).directive;
    },
    expect: (state) => model.finish(state, fence, outcome, adapter),
  };
}

function beginDeploy(world: World, belief: Belief): Call {
  const { agent, fence, grant } = belief;
  const { jobId, epoch } = fence;
  const trainResult = {
    bestEpoch: 1,
    heldOutLossByEpoch: [2],
    trainLoss: 2,
    tokensPerSecond: 100,
    seconds: 10,
  };
  const adapterSha256 = adapterOf(belief);
  const input = { agent, jobId, epoch, grant, adapterSha256, manifest: MANIFEST, trainResult };
  return {
    make: async () => (await beginJobDeploy({ ctx: world.ctx, input })).directive,
    expect: (state) => model.beginDeploy(state, fence, adapterSha256),
  };
}

/** What an agent says about a claim it believes in. */
const SPEECH = {
  report: (world: World, belief: Belief, pick: number) =>
    report(world, belief, nextSeqOf(world, belief, pick), 1 + Math.floor(pick * 3)),
  reportAgain: (world: World, belief: Belief, pick: number) => {
    const from = Math.max(0, nextSeqOf(world, belief, pick) - Math.floor(pick * 4));
    return report(world, belief, from, Math.floor(pick * 5));
  },
  reportAfterGap: (world: World, belief: Belief, pick: number) =>
    report(world, belief, nextSeqOf(world, belief, pick) + 1 + Math.floor(pick * 3), 2),
  reportTooEarly: (world: World, belief: Belief, pick: number) =>
    report(world, belief, nextSeqOf(world, belief, pick), 1, true),
  beginDeploy,
  finish: (world: World, belief: Belief) => finish(world, belief, 'completed', adapterOf(belief)),
  finishWithAnother: (world: World, belief: Belief) =>
    finish(world, belief, 'completed', 'of another'),
  fail: (world: World, belief: Belief, pick: number) =>
    finish(world, belief, pick < 0.5 ? 'failed' : 'failedRetryably', ''),
  handBack: (world: World, belief: Belief) => finish(world, belief, 'cancelled', ''),
};
