import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentEvent } from '@emailai/contracts/job/events';
import type { HeldJob } from '../agents/connect-agent';
import { rounded } from '../figures';
import { machineMs } from '../machine-clock';
import { openPage } from '../pages/open-page';
import { prepareJobs, type RunningJob } from '../server/prepare-jobs';
import { startPlaneServer } from '../server/start-plane-server';
import type { Stand } from '../stand/open-stand';
import { createSeqCheck } from '../watchers/seq-check';
import { openRawPage } from './open-raw-page';

const SOCKETS = 50;
const EVENTS_PER_SECOND = 40;
const WARM_UP_SECONDS = 10;
const SECONDS = 15;
const PATIENCE_MS = 10_000;
/** The kernel takes 4 MB of every socket off the server before anything is left to it: ordinary events, of 350 bytes, would take minutes to fill that. */
const REASONS_AN_EVENT = 300;

/**
 * What pages that stop reading cost the server's memory: its largest resident size while fifty do, less the one
 * before, when the same fifty read what the same flow brought. One page beside them reads on.
 */
export async function measureSlowReaders(stand: Stand) {
  const server = await startPlaneServer(stand, 'slow-readers');
  try {
    const { running, agents } = await prepareJobs(server, { jobs: 1, agents: 1 });
    const [job] = running;
    if (job === undefined) throw new Error('There is no job to watch.');
    const good = openGoodReader(server.port, job);
    const pages = await Promise.all(
      Array.from({ length: SOCKETS }, () => openRawPage({ port: server.port, ...job })),
    );
    await reportLargely(job.held, WARM_UP_SECONDS);
    const readingMb = await server.call('peakRssMb', undefined);

    for (const page of pages) page.stopReading();
    const eventBytes = await reportLargely(job.held, SECONDS);
    const pausedMb = await server.call('peakRssMb', undefined);
    for (const page of pages) page.close();

    const untilMs = machineMs() + PATIENCE_MS;
    while (good.seqs.last < job.held.lastSeq && machineMs() < untilMs) await sleep(50);
    await good.close();
    for (const { connection } of agents) await connection.close();
    return {
      sockets: SOCKETS,
      unreadMbASocket: rounded((eventBytes * EVENTS_PER_SECOND * SECONDS) / 1e6),
      growthMb: rounded(Math.max(0, pausedMb - readingMb)),
      rssMb: rounded(pausedMb),
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

const LARGE_EVENT: AgentEvent = {
  type: 'prepared',
  trainRows: 200,
  heldOutRows: 50,
  droppedByReason: Object.fromEntries(
    Array.from({ length: REASONS_AN_EVENT }, (_, nth) => [
      `a reason of the bench, number ${nth}`,
      nth,
    ]),
  ),
  cutChars: 0,
};

/** @returns bytes of one event */
async function reportLargely(job: HeldJob, seconds: number): Promise<number> {
  const startedMs = machineMs();
  for (let nth = 0; nth < seconds * EVENTS_PER_SECOND; nth += 1) {
    const dueMs = startedMs + (nth * 1_000) / EVENTS_PER_SECOND;
    if (dueMs > machineMs()) await sleep(dueMs - machineMs());
    await job.report([LARGE_EVENT]);
  }
  return JSON.stringify(LARGE_EVENT).length;
}
