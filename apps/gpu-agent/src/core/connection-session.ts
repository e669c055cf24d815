import type { ClaimedJob, HelloOutput } from '@emailai/contracts/agent-protocol';
import type { Bell } from './bell';
import type { DraftService } from './draft-service';
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
  connection.onHint(({ kind }) => (kind === 'cancel' ? beatBell : claimBell).ring());
  connection.onDraft((directive) => session.drafts.obey(directive));
  const ended: Promise<'closed'> = Promise.race([
    connection.closed.then(() => 'closed' as const),
    whenAborted(session.stop).then(() => 'closed' as const),
  ]);
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
    if (!signal.aborted) await unlessUnavailable(sendHeartbeat(connection, jobs));
  }
  return 'closed';
}

export async function sendHeartbeat(
  connection: AgentConnection,
  jobs: JobTable,
  models?: string[],
): Promise<void> {
  const { directives } = await connection.heartbeat({
    running: jobs.running,
    ...(models === undefined ? {} : { models }),
  });
  for (const { jobId, directive, grant } of directives) jobs.obey(jobId, directive, grant);
}

/** Takes jobs while there is room: at each wake-up, and by a slow poll beside it. */
async function claimJobs(
  session: ConnectionSession,
  signal: AbortSignal,
): Promise<'done' | 'closed'> {
  const { connection, jobs, claims, claimBell, greeting } = session;
  while (!signal.aborted) {
    const claimId = jobs.hasRoom ? await pendingClaimId(session) : null;
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
async function pendingClaimId({ journal, log }: ConnectionSession): Promise<string | null> {
  try {
    return await journal.pendingClaimId();
  } catch (error) {
    const { message } = jobErrorOf(error);
    log(`No job is taken, because the agent's folder cannot be written: ${message}`);
    return null;
  }
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
