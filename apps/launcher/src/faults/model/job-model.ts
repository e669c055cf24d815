import { ACTIVE_STATUSES, isTerminal, type JobStatus } from '@emailai/contracts/job/states';

/**
 * The specification of the job plane as a program over plain values: what each call answers and what a job is after
 * it. Time is left out but for one thing, whether a lease has lapsed.
 */
export interface ModelJob {
  id: string;
  writer: number;
  status: JobStatus;
  epoch: number;
  agent: string | null;
  claimId: string | null;
  agentSeq: number;
  attempts: number;
  isCancelWanted: boolean;
  hasLapsed: boolean;
  adapter: string | null;
  retryOf: string | null;
  eventSeq: number;
}

export interface ModelState {
  /** Oldest first. */
  jobs: ModelJob[];
  /** `<writer> <key>` to the job it made. */
  keys: Record<string, string>;
  revoked: string[];
  maxAttempts: number;
}

export interface ModelFence {
  agent: string;
  jobId: string;
  epoch: number;
}

/** What the agent's n-th event of a claim moves its job to. */
export const STAGE_AFTER: readonly JobStatus[] = [
  'EXTRACTING_DATA',
  'PREPARING_DATA',
  'TRAINING',
  'TRAINING',
  'TRAINING',
  'TRAINING',
];

const isActive = (job: ModelJob) => ACTIVE_STATUSES.includes(job.status);
const find = (state: ModelState, id: string) => state.jobs.find((job) => job.id === id);
/** The job as this claim left it, whether it runs or has ended. */
const claimOf = (state: ModelState, { agent, jobId, epoch }: ModelFence) =>
  state.jobs.find((job) => job.id === jobId && job.agent === agent && job.epoch === epoch);
const heldBy = (state: ModelState, fence: ModelFence) => {
  const job = claimOf(state, fence);
  return job !== undefined && isActive(job) ? job : undefined;
};

/** `newId` is what the plane called the job, should this make one. */
export function create(
  state: ModelState,
  input: { writer: number; key: string | null; retryOf: string | null; newId: string },
): string {
  const { writer, key, retryOf, newId } = input;
  const made = key === null ? undefined : state.keys[`${writer} ${key}`];
  if (made !== undefined) return made;
  const open = state.jobs.find((job) => job.writer === writer && !isTerminal(job.status));
  if (open !== undefined) {
    return retryOf !== null && open.retryOf === retryOf ? open.id : 'job_active';
  }
  if (key !== null) state.keys[`${writer} ${key}`] = newId;
  state.jobs.push({
    id: newId,
    writer,
    status: 'PENDING',
    epoch: 0,
    agent: null,
    claimId: null,
    agentSeq: 0,
    attempts: 0,
    isCancelWanted: false,
    hasLapsed: false,
    adapter: null,
    retryOf,
    eventSeq: 1,
  });
  return newId;
}

export function retry(state: ModelState, input: { jobId: string; newId: string }): string {
  const former = find(state, input.jobId);
  if (former?.status !== 'FAILED' && former?.status !== 'CANCELLED') return 'job_not_retryable';
  return create(state, { ...input, writer: former.writer, key: null, retryOf: former.id });
}

export function cancel(state: ModelState, jobId: string): string {
  const job = find(state, jobId);
  if (job === undefined || job.status === 'COMPLETED' || job.status === 'FAILED') {
    return 'job_not_cancellable';
  }
  if (!isTerminal(job.status) && !job.isCancelWanted) {
    job.isCancelWanted = true;
    job.eventSeq += 1;
    if (!isActive(job)) job.status = 'CANCELLED';
  }
  return 'ok';
}

export function claim(state: ModelState, agent: string, claimId: string): string {
  const known = state.jobs.find((job) => job.claimId === claimId);
  if (known !== undefined) {
    return known.agent === agent && isActive(known) ? `${known.id} ${known.epoch}` : 'none';
  }
  const next = state.jobs.find((job) => job.status === 'PENDING');
  if (next === undefined || state.revoked.includes(agent)) return 'none';
  next.status = 'EXTRACTING_DATA';
  next.epoch += 1;
  next.attempts += 1;
  next.eventSeq += 1;
  Object.assign(next, { agent, claimId, agentSeq: 0, adapter: null, hasLapsed: false });
  return `${next.id} ${next.epoch}`;
}

/** Events `from` to `from + count` of a claim; or, as `isEarly`, one that only a deploying job may be told of. */
export function report(
  state: ModelState,
  fence: ModelFence,
  { from, count, isEarly }: { from: number; count: number; isEarly: boolean },
): string {
  const job = heldBy(state, fence);
  if (job === undefined) return `${from} lost`;
  const accepted = from > job.agentSeq ? 0 : Math.max(0, from + count - job.agentSeq);
  if (accepted > 0 && job.status !== 'DEPLOYING') {
    if (isEarly) return 'invalid_input';
    job.status = STAGE_AFTER[from + count - 1] ?? job.status;
  }
  job.agentSeq += accepted;
  job.eventSeq += accepted;
  job.hasLapsed = false;
  return `${job.agentSeq} ${job.isCancelWanted ? 'cancel' : 'continue'}`;
}

function afterRefusal(state: ModelState, fence: ModelFence): string {
  const job = claimOf(state, fence);
  if (job === undefined || job.status === 'CANCELLED') return 'lost';
  if (isTerminal(job.status)) return 'continue';
  return isActive(job) && job.isCancelWanted ? 'cancel' : 'lost';
}

export function beginDeploy(state: ModelState, fence: ModelFence, adapter: string): string {
  const job = heldBy(state, fence);
  if (job === undefined || job.isCancelWanted) return afterRefusal(state, fence);
  if (job.status === 'DEPLOYING') return job.adapter === adapter ? 'continue' : 'lost';
  if (job.status !== 'TRAINING') return afterRefusal(state, fence);
  Object.assign(job, { status: 'DEPLOYING', adapter, hasLapsed: false });
  job.eventSeq += 1;
  return 'continue';
}

function leave(job: ModelJob, to: 'PENDING' | 'FAILED' | 'CANCELLED'): void {
  job.status = job.isCancelWanted ? 'CANCELLED' : to;
  job.eventSeq += 1;
  job.claimId = null;
  job.hasLapsed = false;
  if (job.status === 'PENDING') job.agent = null;
}

export type ModelOutcome = 'completed' | 'failed' | 'failedRetryably' | 'cancelled';

export function finish(
  state: ModelState,
  fence: ModelFence,
  outcome: ModelOutcome,
  adapter: string,
): string {
  const job = heldBy(state, fence);
  if (job === undefined) {
    const isSettled = outcome === 'cancelled' && claimOf(state, fence)?.status === 'CANCELLED';
    return isSettled ? 'continue' : afterRefusal(state, fence);
  }
  if (outcome === 'completed') {
    if (job.status !== 'DEPLOYING' || job.isCancelWanted) return afterRefusal(state, fence);
    if (job.adapter !== adapter) leave(job, 'FAILED');
    else {
      Object.assign(job, { status: 'COMPLETED', hasLapsed: false });
      job.eventSeq += 1;
    }
    return 'continue';
  }
  const isTriedAgain = outcome === 'failedRetryably' && job.attempts < state.maxAttempts;
  leave(job, outcome === 'cancelled' || isTriedAgain ? 'PENDING' : 'FAILED');
  return 'continue';
}

export function renew(state: ModelState, fences: readonly ModelFence[]): string[] {
  return fences.map((fence) => {
    const job = heldBy(state, fence);
    if (job === undefined) return 'lost';
    job.hasLapsed = false;
    return job.isCancelWanted ? 'cancel' : 'continue';
  });
}

export function lapse(state: ModelState, jobId: string): void {
  const job = find(state, jobId);
  if (job !== undefined && isActive(job)) job.hasLapsed = true;
}

export function sweep(state: ModelState): number {
  const lapsed = state.jobs.filter((job) => isActive(job) && job.hasLapsed);
  for (const job of lapsed) leave(job, job.attempts >= state.maxAttempts ? 'FAILED' : 'PENDING');
  return lapsed.length;
}

export function revoke(state: ModelState, agent: string): number {
  state.revoked.push(agent);
  const held = state.jobs.filter((job) => isActive(job) && job.agent === agent);
  for (const job of held) leave(job, 'PENDING');
  return held.filter((job) => job.status === 'PENDING').length;
}
