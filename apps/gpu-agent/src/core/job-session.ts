import type { ClaimedJob, Directive, GrantedJob } from '@emailai/contracts/agent-protocol';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { createBell } from './bell';
import type { Clock } from './clock';
import { createGrantedCalls, type GrantedCalls } from './granted-calls';
import { jobErrorOf } from './job-failure';
import { LinkError } from './link-error';
import type { FinishOutcome, JobDesk, Journal, Log, RunJob, Spool } from './ports';
import { type Reporter, startReporter } from './report-loop';
import type { Uplink } from './uplink';

/**
 * How a job left this agent: with an outcome the server accepted, given back for another agent, taken away, or kept
 * for the next start.
 */
export type JobEnd = FinishOutcome['kind'] | 'handed_back' | 'lost' | 'kept';

/** Why a job's work is stopped from outside; from inside it is `unreportable`. */
export type JobStop = 'cancel' | 'handback' | 'lost' | 'shutdown';

/** Stops of which the server is told by a finish. */
const isTold = (why: unknown) => why === 'cancel' || why === 'handback';

export interface JobSession {
  readonly job: ClaimedJob;
  stop(why: JobStop): void;
  /** A heartbeat or a hello brought a new grant. */
  renewGrant(grant: string): void;
  /** Resolves when the job has left; it never rejects. */
  readonly ended: Promise<JobEnd>;
}

export interface JobSessionPorts {
  journal: Journal;
  runJob: RunJob;
  uplink: Uplink;
  clock: Clock;
  log: Log;
  reportMs: () => number;
  /**
   * Sends a heartbeat now. It tells the server which models are served, which the finish of a job is checked
   * against, and brings new grants.
   */
  beat: (signal: AbortSignal) => Promise<void>;
  /** Sees every event as it happens, for the status line. */
  onEvent: (jobId: string, event: AgentEvent) => void;
}

/** Reported once a life of a job, though a resumed pipeline passes them again. */
const MILESTONES: readonly AgentEvent['type'][] = [
  'extracted',
  'preparing',
  'prepared',
  'training',
];

/** Works one claimed job to its end: journal first, then the pipeline, its reports, and the finish. */
export function startJobSession({ grant, ...job }: GrantedJob, ports: JobSessionPorts): JobSession {
  const work = new AbortController();
  // A cancelled or failed job still has to say so; a lost or a kept one has nothing more to say.
  const talk = new AbortController();
  const stop = (why: JobStop) => {
    work.abort(why);
    // An abort says its first reason for ever, so what comes after a cancel must reach the talk by itself.
    if (!isTold(why)) talk.abort(why);
  };
  const fence = { jobId: job.jobId, epoch: job.epoch };
  const calls = createGrantedCalls({ fence, grant, uplink: ports.uplink, beat: ports.beat });
  const ended = holdJob(job, ports, { work, talk, stop, calls });
  return { job, stop, renewGrant: calls.renew, ended };
}

interface JobControl {
  work: AbortController;
  talk: AbortController;
  stop: (why: JobStop) => void;
  calls: GrantedCalls;
}

async function holdJob(
  job: ClaimedJob,
  ports: JobSessionPorts,
  control: JobControl,
): Promise<JobEnd> {
  const { journal, log } = ports;
  const end = await workJob(job, ports, control).catch((error: unknown): JobEnd => {
    const why: unknown = control.talk.signal.reason;
    if (isLost(error) || why === 'lost') return 'lost';
    if (why !== 'shutdown') {
      log(`Job ${job.jobId} could not be handed back and is kept: ${sentenceOf(error)}`);
    }
    return 'kept';
  });
  if (end !== 'kept') {
    await journal.discard(job.jobId).catch((error: unknown) => {
      log(`The folder of job ${job.jobId} could not be removed: ${sentenceOf(error)}`);
    });
  }
  return end;
}

async function workJob(
  job: ClaimedJob,
  ports: JobSessionPorts,
  control: JobControl,
): Promise<JobEnd> {
  const outcome = await workUntilOutcome(job, ports, control);
  return handIn(outcome, ports, control);
}

/** Runs the pipeline beside its reporter; resolves when the server has every event. */
async function workUntilOutcome(
  job: ClaimedJob,
  ports: JobSessionPorts,
  { work, talk, stop, calls }: JobControl,
): Promise<FinishOutcome> {
  const { journal, clock, log } = ports;
  const reporting = new AbortController();
  let spool: Spool | null = null;
  let reporter: Reporter | null = null;
  let reportFailure: unknown;
  /** What was used until the cancel is told as well; a job that cannot say even that is cancelled all the same. */
  const cancelled = async (): Promise<FinishOutcome> => {
    await reporter?.flush().catch(() => undefined);
    return { kind: 'cancelled' };
  };
  try {
    await journal.keep(job);
    spool = await journal.openSpool({ jobId: job.jobId, epoch: job.epoch });
    const obey = (directive: Directive) => {
      if (directive !== 'continue') stop(directive);
    };
    reporter = startReporter({
      spool,
      calls,
      bell: createBell(clock),
      reportMs: ports.reportMs,
      onDirective: obey,
      onFailure(error) {
        reportFailure = error;
        reporting.abort(error);
        if (isLost(error)) stop('lost');
        else work.abort('unreportable');
      },
      signal: AbortSignal.any([talk.signal, reporting.signal]),
    });
    const desk = openDesk({ job, spool, reporter, ports, calls, work, obey });
    work.signal.throwIfAborted();
    const outcome = await ports.runJob({ job, desk, signal: work.signal });
    if (isTold(work.signal.reason)) return await cancelled();
    await reporter.flush();
    return outcome;
  } catch (thrown) {
    const error = reportFailure ?? thrown;
    if (isTold(work.signal.reason)) return await cancelled();
    if (talk.signal.aborted || isLost(error)) throw error;
    log(`Job ${job.jobId} failed: ${sentenceOf(error)}`);
    return { kind: 'failed', error: jobErrorOf(error) };
  } finally {
    reporting.abort('over');
    await spool?.close();
  }
}

/** The finish, and a second one where the writer cancelled in between. */
async function handIn(
  outcome: FinishOutcome,
  ports: JobSessionPorts,
  { calls, work, talk }: JobControl,
): Promise<JobEnd> {
  const { signal } = talk;
  const finish = (result: FinishOutcome) =>
    calls.call((connection, held) => connection.finish({ ...held, outcome: result }), signal);
  if (outcome.kind === 'completed') await ports.beat(signal);
  const answer = await finish(outcome);
  if (answer.directive === 'lost') return 'lost';
  const isHandedBack = outcome.kind === 'cancelled' && work.signal.reason === 'handback';
  if (isHandedBack && answer.directive === 'continue') return 'handed_back';
  if (answer.directive === 'continue' || outcome.kind === 'cancelled') return outcome.kind;
  await finish({ kind: 'cancelled' });
  return 'cancelled';
}

function openDesk(input: {
  job: ClaimedJob;
  spool: Spool;
  reporter: Reporter;
  ports: JobSessionPorts;
  calls: GrantedCalls;
  work: AbortController;
  obey: (directive: Directive) => void;
}): JobDesk {
  const { job, spool, reporter, ports, calls, work, obey } = input;
  const passed = new Set(MILESTONES.filter((type) => spool.holds(type)));
  return {
    emit(event) {
      ports.onEvent(job.jobId, event);
      if (passed.has(event.type)) return;
      if (MILESTONES.includes(event.type)) passed.add(event.type);
      spool.append(event);
    },
    jobMail: (query) =>
      calls.call((connection, held) => connection.jobMail({ ...held, ...query }), work.signal),
    async beginDeploy(result) {
      // The server must have seen TRAINING before it can be told that training is over.
      await reporter.flush();
      const answer = await calls.call(
        (connection, held) => connection.beginDeploy({ ...held, ...result }),
        work.signal,
      );
      obey(answer.directive);
      work.signal.throwIfAborted();
    },
  };
}

const isLost = (error: unknown) => error instanceof LinkError && error.kind === 'lost';
const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
