import type { GrantedFence } from '@emailai/contracts/agent-protocol';
import { ServiceError } from '@emailai/contracts/errors';
import { isActive, type JobStatus } from '@emailai/contracts/job/states';
import { touchAgent } from '@emailai/db/agent/touch-agent';
import type { JobRow } from '@emailai/db/job/job-row';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { ServiceContext, VerbArgs } from '../context';
import { beginJobDeploy } from '../job/begin-job-deploy';
import { claimJob } from '../job/claim-job';
import { finishJob } from '../job/finish-job';
import { heldJob } from '../job/held-job';
import { reportEvents } from '../job/report-events';
import { deployOf, outcomeOf } from './outside-outcome';
import type { OutsideUpdate, UpdateAnswer } from './outside-update';
import { claimIdOf, enrolOutsideWorker, OUTSIDE_INFO, outsideWorkerOf } from './outside-worker';
import { eventsOf, movesOf } from './update-events';

type Directive = 'continue' | 'cancel' | 'lost';
type Held = GrantedFence & { agent: AuthenticatedAgent };

/** Several words at once about one job are rare; each gets in before this. */
const MAX_TRIES = 5;

/**
 * Takes the word of an outside worker about a job. It is nobody special: it claims, reports and finishes by the
 * verbs that agents call, under the same fence, only with a longer lease, because it says little.
 */
export async function acceptUpdate({
  ctx: plain,
  input: { update },
}: VerbArgs<{ update: OutsideUpdate }>): Promise<UpdateAnswer> {
  const { outsideLeaseMs: leaseMs } = plain.intervals;
  const ctx = { ...plain, intervals: { ...plain.intervals, leaseMs } };
  const agent = outsideWorkerOf(update.executorId);
  const { jobId } = update;
  const epoch = await epochOf(ctx, agent, update);
  const grant = ctx.jobGrants.issue({ agentId: agent.id, jobId, epoch });
  const held: Held = { agent, jobId, epoch, grant };
  const directive = await say(ctx, held, update);
  if (directive === 'lost') throw await lost(ctx, update);
  await touchAgent(ctx.db, { agentId: agent.id, said: OUTSIDE_INFO, isHere: true });
  const { status, progress } = await ctx.db.prisma.fineTuningJob.findUniqueOrThrow({
    where: { id: jobId },
  });
  ctx.log({ level: 'info', event: 'outside_update', jobId, agentId: agent.id, status });
  return { success: true, job: { id: jobId, status, progress, epoch }, directive };
}

/** Under which claim the worker speaks. EXTRACTING_DATA is how it asks for the job. */
async function epochOf(
  ctx: ServiceContext,
  agent: AuthenticatedAgent,
  update: OutsideUpdate,
): Promise<number> {
  if (update.status !== 'EXTRACTING_DATA' || update.epoch !== undefined) return update.epoch ?? 1;
  const { jobId } = update;
  await enrolOutsideWorker(ctx, agent);
  const claim = { agent, jobId, claimId: claimIdOf(agent, jobId) };
  const { job } = await claimJob({ ctx, input: claim });
  if (job === null) throw await lost(ctx, update);
  return job.epoch;
}

async function say(ctx: ServiceContext, held: Held, update: OutsideUpdate): Promise<Directive> {
  const deploy = deployOf(update);
  const outcome = outcomeOf(update);
  const reported = await report(ctx, held, update);
  if (reported === 'lost') return reported;
  if (deploy) return (await beginJobDeploy({ ctx, input: { ...held, ...deploy } })).directive;
  if (outcome) return (await finishJob({ ctx, input: { ...held, outcome } })).directive;
  return reported;
}

/** Writes down what was said on the way, and renews the lease. */
async function report(ctx: ServiceContext, held: Held, update: OutsideUpdate): Promise<Directive> {
  for (let tries = 1; ; tries += 1) {
    const job = await heldJob({ ctx, input: held });
    if (job === null) return 'lost';
    // Said again after the end: whoever ends it says whether that fits.
    if (!isActive(job.status)) return outcomeOf(update) ? 'continue' : 'lost';
    assertFollows(update, job.status);
    const { directive } = await reportEvents({
      ctx,
      input: { ...held, fromSeq: job.agentSeq, events: eventsOf(update, job) },
    });
    // Two words at once have the same number: then one was taken for a repetition of the other.
    const isIn = directive === 'lost' || (await hasMoved(ctx, held, update));
    if (isIn || tries === MAX_TRIES) return directive;
  }
}

async function hasMoved(ctx: ServiceContext, held: Held, update: OutsideUpdate): Promise<boolean> {
  const job: JobRow | null = await heldJob({ ctx, input: held });
  return job === null || movesOf(update, job.status).length === 0;
}

/** The last two words have an order; the ones before are brought into it. */
function assertFollows({ status }: OutsideUpdate, now: JobStatus): void {
  const before = status === 'DEPLOYING' ? ['TRAINING', 'DEPLOYING'] : ['DEPLOYING'];
  if ((status !== 'DEPLOYING' && status !== 'COMPLETED') || before.includes(now)) return;
  throw new ServiceError('invalid_input', `${status} does not follow ${now}.`, {
    nextStep: 'Say TRAINING, then DEPLOYING and COMPLETED with what each of them needs.',
    details: { param: 'status' },
  });
}

/** Why a worker's word does not count, by what the job says. */
async function lost(ctx: ServiceContext, update: OutsideUpdate): Promise<ServiceError> {
  const { jobId } = update;
  const job = await ctx.db.prisma.fineTuningJob.findUnique({ where: { id: jobId } });
  if (job === null) {
    return new ServiceError('not_found', 'There is no such job.', {
      nextStep: 'Send the id as it stands in FineTuningJob.',
      details: { param: 'jobId' },
    });
  }
  const { status, leaseEpoch } = job;
  if (status === 'PENDING' && update.status === 'EXTRACTING_DATA') {
    return new ServiceError('unavailable', 'This job is not to be had just now.', {
      nextStep:
        'Ask again in a few seconds: an attempt failed lately, or somebody else is taking it.',
    });
  }
  if (status === 'PENDING') {
    return new ServiceError('lost', 'This job waits to be taken.', {
      nextStep: 'Say EXTRACTING_DATA first, and send the epoch of the answer from then on.',
      details: { jobId, param: 'status' },
    });
  }
  const details = { jobId, param: 'epoch' };
  if (!isActive(status)) {
    const nextStep = 'Stop working on it.';
    return new ServiceError('lost', `This job has ended as ${status}.`, { nextStep, details });
  }
  return new ServiceError('lost', `This job is held under claim ${leaseEpoch}, not by you.`, {
    nextStep: 'Stop working on it. If it was given to you, send your executorId and its epoch.',
    details,
  });
}
