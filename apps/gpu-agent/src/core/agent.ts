import type { HelloOutput } from '@emailai/contracts/agent-protocol';
import type { AgentState } from './agent-state';
import { backoffMs } from './backoff';
import { createBell } from './bell';
import type { Clock } from './clock';
import { holdConnection, sendHeartbeat, settleHeldJobs } from './connection-session';
import { createDraftService } from './draft-service';
import { createDrain } from './drain';
import type { JobEnd } from './job-session';
import { createJobTable, type JobTable } from './job-table';
import { LinkError } from './link-error';
import type { AgentConnection, Dial, HelloInput, Journal, Log, RunJob, WriteDraft } from './ports';
import { createUplink } from './uplink';

export interface AgentPorts {
  dial: Dial;
  journal: Journal;
  runJob: RunJob;
  writeDraft: WriteDraft;
  clock: Clock;
  random: () => number;
  log: Log;
  /** Who this agent is: all of hello but what changes while it runs. */
  identity: Omit<HelloInput, 'models' | 'running'>;
  /** Tags of the model versions that can be served now. */
  models: () => string[];
  onStatus: (status: AgentStatus) => void;
}

export interface AgentOptions {
  maxJobs: number;
  maxDrafts: number;
  /** Leave when no job waits; `jobId` takes that job only. */
  once: boolean;
  jobId: string | null;
  /** Give up after so long without a greeting; `null` never does. */
  giveUpMs: number | null;
}

export interface AgentStatus {
  state: AgentState;
  agentName: string | null;
  jobs: JobTable['progress'];
}

export type AgentExit =
  | { kind: 'stopped' | 'done'; ends: JobEnd[] }
  | { kind: 'unauthorized' | 'refused' | 'unreachable'; message: string };

/** How an agent is asked to leave, besides `stop`, which keeps its jobs for the next start. */
export interface Farewell {
  /** Take no further jobs, and leave when those there are have ended. */
  drain?: AbortSignal;
  /** Give the jobs back at once, for another agent to take, and leave. */
  handBack?: AbortSignal;
}

/** A server that does not hear of a job handed back within this gets it by its lease. */
const HAND_BACK_MS = 10_000;
/** Until hello has told ours. */
const FIRST_REPORT_MS = 500;
/** A connection that lived so long was a good one: the next trouble starts with a short wait again. */
const GOOD_CONNECTION_MS = 30_000;

/**
 * The agent's life: connect, say hello, settle what was running, work until `stop` aborts or it has drained. Jobs
 * outlive connections; when it returns, their children are gone and unfinished ones lie in the journal.
 */
export async function runAgent(
  ports: AgentPorts,
  options: AgentOptions,
  stopNow: AbortSignal,
  { drain: drainForGood = NEVER, handBack = NEVER }: Farewell = {},
): Promise<AgentExit> {
  const { clock, log, journal } = ports;
  const uplink = createUplink(ports);
  const claimBell = createBell(clock);
  const beatBell = createBell(clock);
  const held = new Map((await journal.heldJobs()).map((job) => [job.jobId, job]));
  let greeting: HelloOutput | null = null;
  let greetedMs = clock.now();
  let connected: AgentConnection | null = null;
  let blockedBecause: string | null = null;
  const reconnectMaxMs = () => greeting?.reconnectMaxMs;
  const leaving = new AbortController();
  const stop = AbortSignal.any([stopNow, leaving.signal]);

  const jobs = createJobTable({
    ports: {
      ...ports,
      uplink,
      reportMs: () => greeting?.reportMs ?? FIRST_REPORT_MS,
      beat: (signal) =>
        uplink.call((connection) => sendHeartbeat(connection, jobs, drain, ports.models()), signal),
    },
    maxJobs: options.maxJobs,
    onChange: () => publish(),
    onEnd: () => goOn(),
  });
  const drafts = createDraftService({ ...ports, uplink, maxAtOnce: options.maxDrafts });

  let state: AgentState = { name: 'connecting' };
  const shownState = (): AgentState => {
    if (state.name !== 'ready') return state;
    if (drain.isOn) return { name: 'draining' };
    if (jobs.running.length > 0) return { name: 'running' };
    return blockedBecause === null ? state : { name: 'blocked', reason: blockedBecause };
  };
  const publish = () => {
    const agentName = greeting?.agentName ?? null;
    ports.onStatus({ state: shownState(), agentName, jobs: jobs.progress });
  };
  /** There may be room for a job, or nothing left to stay for. */
  const goOn = () => {
    if (drain.isForGood && jobs.running.length === 0) leaving.abort('drained');
    claimBell.ring();
    publish();
  };
  const drain = createDrain({ forGood: drainForGood, onChange: () => goOn() });
  const giveBack = async () => {
    jobs.handBack();
    goOn();
    await clock.sleep(HAND_BACK_MS, stop);
    leaving.abort('handed back');
  };
  if (drainForGood.aborted) goOn();
  if (handBack.aborted) void giveBack();
  handBack.addEventListener('abort', () => void giveBack(), { once: true });
  const enter = (name: 'connecting' | 'ready' | 'draining') => {
    state = { name };
    publish();
  };

  async function workOver(connection: AgentConnection): Promise<'done' | 'closed'> {
    const fences = [...held.values()].map(({ jobId, epoch }) => ({ jobId, epoch }));
    greeting = await connection.hello({
      ...ports.identity,
      models: ports.models(),
      running: [...fences, ...jobs.running],
      draining: drain.isForGood,
    });
    greetedMs = clock.now();
    log(`Connected to the server as "${greeting.agentName}".`);
    if (greeting.silenceMs !== undefined) connection.expectWithin(greeting.silenceMs);
    drain.obey(greeting.drain);
    uplink.attach(connection);
    await settleHeldJobs(greeting, held, jobs, journal);
    enter('ready');
    const claims = { once: options.once, jobId: options.jobId };
    const shared = { connection, greeting, jobs, drafts, journal, log, claimBell, beatBell };
    const onBlocked = (reason: string | null) => {
      if (reason === blockedBecause) return;
      blockedBecause = reason;
      publish();
    };
    return holdConnection({ ...shared, claims, drain, drainForGood, onBlocked, stop });
  }

  /** One connection from dial to close; `null` when another is to be tried. */
  async function connectOnce(): Promise<AgentExit | null> {
    let reason: string;
    try {
      connected = await ports.dial(stop);
      const end = await workOver(connected);
      if (end === 'done') return { kind: 'done', ends: jobs.ends };
      if (stop.aborted) return null;
      reason = await connected.closed;
    } catch (error) {
      if (stop.aborted) return null;
      if (!(error instanceof LinkError)) throw error;
      const { kind, message } = error;
      if (kind === 'unauthorized' || kind === 'refused') return { kind, message };
      reason = message;
    }
    if (connected !== null) {
      uplink.detach(connected);
      await connected.close();
      connected = null;
    }
    if (options.giveUpMs !== null && clock.now() - greetedMs > options.giveUpMs) {
      return { kind: 'unreachable', message: reason };
    }
    log(`No connection to the server: ${reason} Trying again.`);
    return null;
  }

  try {
    for (let failures = 0; !stop.aborted; failures += 1) {
      enter('connecting');
      const startedMs = clock.now();
      const exit = await connectOnce();
      if (exit !== null) return exit;
      if (clock.now() - startedMs > GOOD_CONNECTION_MS) failures = 0;
      await clock.sleep(backoffMs(failures, ports.random, reconnectMaxMs()), stop);
    }
    return { kind: 'stopped', ends: jobs.ends };
  } finally {
    enter('draining');
    await Promise.all([jobs.shutDown(), drafts.stopAll()]);
    await leave(connected);
  }
}

/** Never aborts: nobody asks. */
const NEVER = new AbortController().signal;

/** Says goodbye where somebody listens. The server finds out by itself where not. */
async function leave(connection: AgentConnection | null): Promise<void> {
  if (connection === null) return;
  await connection.bye().catch(() => undefined);
  await connection.close();
}
