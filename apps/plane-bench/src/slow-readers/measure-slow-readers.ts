import { setTimeout as sleep } from 'node:timers/promises';
import { type HeldJob, stepAt } from '../agents/connect-agent';
import { rounded } from '../figures';
import { machineMs } from '../machine-clock';
import { openPage } from '../pages/open-page';
import { prepareJobs, type RunningJob } from '../server/prepare-jobs';
import { startPlaneServer } from '../server/start-plane-server';
import type { Stand } from '../stand/open-stand';
import { createSeqCheck } from '../watchers/seq-check';
import { openSlowReader } from './open-slow-reader';

const SOCKETS = 50;
/** The most a report may hold. */
const EVENTS_A_REPORT = 200;
const REPORTS_A_SECOND = 5;
const WARM_UP_SECONDS = 10;
const SECONDS = 15;
const PATIENCE_MS = 10_000;

/**
 * What pages that stop reading cost the server's memory while a thousand events a second are written: its largest
 * resident size with them, less the one before under the same flow, with one page beside them that reads on.
 */
export async function measureSlowReaders(stand: Stand) {
  const server = await startPlaneServer(stand, 'slow-readers');
  try {
    const { running, agents } = await prepareJobs(server, { jobs: 1, agents: 1 });
    const [job] = running;
    if (job === undefined) throw new Error('There is no job to watch.');
    const good = openGoodReader(server.port, job);

    await reportInBatches(job.held, WARM_UP_SECONDS);
    const beforeMb = await server.call('peakRssMb', undefined);
    const slow = await Promise.all(
      Array.from({ length: SOCKETS }, (_, nth) =>
        openSlowReader({
          port: server.port,
          cookie: job.cookie,
          jobId: job.jobId,
          // Half of them lag in the log from its start, half have just seen its end.
          afterSeq: nth % 2 === 0 ? 0 : job.held.lastSeq - 1,
        }),
      ),
    );
    const written = await reportInBatches(job.held, SECONDS);
    const withThemMb = await server.call('peakRssMb', undefined);
    for (const reader of slow) reader.close();

    const untilMs = machineMs() + PATIENCE_MS;
    while (good.seqs.last < job.held.lastSeq && machineMs() < untilMs) await sleep(50);
    await good.close();
    for (const { connection } of agents) await connection.close();
    return {
      sockets: SOCKETS,
      eventsWritten: written,
      growthMb: rounded(withThemMb - beforeMb),
      rssMb: rounded(withThemMb),
      goodReader: {
        missing: job.held.lastSeq - good.seqs.last,
        gaps: good.seqs.gaps,
        duplicates: good.seqs.duplicates,
      },
    };
  } finally {
    await server.stop();
  }
}

function openGoodReader(port: number, { jobId, cookie }: RunningJob) {
  const page = openPage({ port, cookie });
  const seqs = createSeqCheck();
  page.client.fineTune.events.subscribe({ jobId }, { onData: ({ data }) => seqs.see(data.seq) });
  return { seqs, close: page.close };
}

async function reportInBatches(job: HeldJob, seconds: number): Promise<number> {
  const startedMs = machineMs();
  const reports = seconds * REPORTS_A_SECOND;
  for (let nth = 0; nth < reports; nth += 1) {
    const dueMs = startedMs + (nth * 1_000) / REPORTS_A_SECOND;
    await sleep(Math.max(0, dueMs - machineMs()));
    const steps = Array.from({ length: EVENTS_A_REPORT }, (_, step) => stepAt(step, machineMs()));
    await job.report(steps);
  }
  return reports * EVENTS_A_REPORT;
}
