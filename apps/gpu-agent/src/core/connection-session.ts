import type { ClaimedJob, HelloOutput } from '@emailai/contracts/agent-protocol';
import type { Bell } from './bell';
import type { DraftService } from './draft-service';
import type { Drain } from './drain';
import { jobErrorOf } from './job-failure';
import type { JobTable } from './job-table';
import { LinkError } from './link-error';
import type { AgentConnection, Journal, Log } from './ports';

export interface ConnectionSession {
  connection: AgentConnection;
  greeting: HelloOutput;
  jobs: JobTable;
  drafts: DraftService;
  journal: Journal;
  log: Log;
  /** Rung when there may be a job to take: by push hints and by the end of a job. */
  claimBell: Bell;
  /** Rung when the server should be asked how the running jobs stand. */
  beatBell: Bell;
  claims: { once: boolean; jobId: string | null };
  drain: Drain;
  /** Aborts when the agent itself begins to drain. */
  drainForGood: AbortSignal;
  /** Why no job can be taken, or `null` when one can again. */
  onBlocked: (reason: string | null) => void;
  stop: AbortSignal;
}

/**
 * Works over one greeted connection until it closes or `stop` aborts (`closed`), or until a run that leaves
 * when no job waits has nothing left to do (`done`).
 */
export async function holdConnection(session: ConnectionSession): Promise<'done' | 'closed'> {
  const { connection, claimBell, beatBell } = session;
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, session.stop]);
  connection.onHint(({ kind }) => (kind === 'jobs' ? claimBell : beatBell).ring());
  connection.onDraft((directive) => session.drafts.obey(directive));
  const ended: Promise<'closed'> = Promise.race([
    connection.closed.then(() => 'closed' as const),
    whenAborted(session.stop).then(() => 'closed' as const),
  ]);
  void tellDraining(session, signal);
  try {
    return await Promise.race([ended, beat(session, signal), claimJobs(session, signal)]);
  } finally {
    over.abort();
  }
}

/** Carries out what the server decided about jobs from before a restart or a broken connection. */
export async function settleHeldJobs(
  greeting: HelloOutput,
  held: Map<string, ClaimedJob>,
  jobs: JobTable,
  journal: Journal,
): Promise<void> {
  for (const { jobId, decision, grant } of greeting.decisions) {
    const job = held.get(jobId);
    held.delete(jobId);
    if (job !== undefined && !jobs.holds(jobId)) {
      if (decision === 'lost' || grant === undefined) await journal.discard(jobId);
      else jobs.start({ ...job, grant });
    }
    jobs.obey(jobId, decision, grant);
  }
}

/** Keeps the leases and hears of cancellations. It ends only with the connection. */
async function beat(session: ConnectionSession, signal: AbortSignal): Promise<'closed'> {
  const { connection, jobs, greeting, beatBell } = session;
  while (!signal.aborted) {
    await beatBell.wait(greeting.heartbeatMs, signal);
    if (!signal.aborted) await unlessUnavailable(sendHeartbeat(connection, jobs, session.drain));
  }
  return 'closed';
}

export async function sendHeartbeat(
  connection: AgentConnection,
  jobs: JobTable,
  drain: Drain,
  models?: string[],
): Promise<void> {
  const said = await connection.heartbeat({
    running: jobs.running,
    ...(models === undefined ? {} : { models }),
  });
  for (const { jobId, directive, grant } of said.directives) jobs.obey(jobId, directive, grant);
  drain.obey(said.drain);
}

/** Takes jobs while there is room: at each wake-up, and by a slow poll beside it. */
async function claimJobs(
  session: ConnectionSession,
  signal: AbortSignal,
): Promise<'done' | 'closed'> {
  const { connection, jobs, claims, drain, claimBell, greeting } = session;
  while (!signal.aborted) {
    const claimId = jobs.hasRoom && !drain.isOn ? await pendingClaimId(session) : null;
    if (claims.once && drain.isOn && jobs.running.length === 0) return 'done';
    if (claimId !== null) {
      const wanted = claims.jobId === null ? { claimId } : { claimId, jobId: claims.jobId };
      const answer = await unlessUnavailable(connection.claim(wanted));
      if (signal.aborted) break;
      const job = answer?.job ?? null;
      if (job !== null) {
        jobs.start(job);
        continue;
      }
      if (answer !== null && claims.once && jobs.running.length === 0) return 'done';
    }
    await claimBell.wait(greeting.claimPollMs, signal);
  }
  return 'closed';
}

/** A job that cannot be written down is not taken: it would be lost with the next power cut. */
async function pendingClaimId(session: ConnectionSession): Promise<string | null> {
  const { journal, log, onBlocked } = session;
  try {
    const claimId = await journal.pendingClaimId();
    onBlocked(null);
    return claimId;
  } catch (error) {
    const reason = `its folder cannot be written: ${jobErrorOf(error).message}`;
    log(`No job is taken, because ${reason}`);
    onBlocked(reason.replace(/\.$/, ''));
    return null;
  }
}

/** No job waits for an agent that has said so. A server that does not hear it now hears it with the next hello. */
async function tellDraining(session: ConnectionSession, signal: AbortSignal): Promise<void> {
  await Promise.race([whenAborted(session.drainForGood), whenAborted(signal)]);
  if (!signal.aborted) await session.connection.drain().catch(() => undefined);
}

async function unlessUnavailable<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LinkError && error.kind === 'unavailable') return null;
    throw error;
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
