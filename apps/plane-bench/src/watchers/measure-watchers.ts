import type { HeldJob } from '../agents/connect-agent';
import { rounded } from '../figures';
import { type Child, startChild } from '../processes/start-child';
import { prepareJobs, type RunningJob } from '../server/prepare-jobs';
import { type PlaneServer, startPlaneServer } from '../server/start-plane-server';
import type { Stand } from '../stand/open-stand';
import type { PollServerCalls } from './poll-server';
import { reportSteadily } from './report-steadily';
import type { WatcherCalls } from './watcher-process';

const WATCHERS = 2_000;
const JOBS = 200;
const AGENTS = 4;
const EVENTS_PER_SECOND = 200;
const WARM_UP_SECONDS = 3;
const SECONDS = 15;
const POLL_SECONDS = 8;
const PATIENCE_MS = 10_000;

/**
 * Pages that watch jobs over WebSockets, against the same pages asking once a second: how old an event is when it
 * is shown, from the moment before its report is sent, and what the server spends on it.
 */
export async function measureWatchers(stand: Stand) {
  const { say } = stand;
  const server = await startPlaneServer(stand, 'watchers');
  const watchers = await startChild<WatcherCalls>('watchers/watcher-process.ts', {});
  try {
    const { running, agents } = await prepareJobs(server, { jobs: JOBS, agents: AGENTS });
    const jobs = running.map(({ held }) => held);
    const pages = Array.from({ length: WATCHERS }, (_, nth) => pageOf(running, nth));
    await watchers.call('open', { port: server.port, pages });
    say(`${WATCHERS} pages are open`);

    const flow = { jobs, perSecond: EVENTS_PER_SECOND };
    await reportSteadily({ ...flow, seconds: WARM_UP_SECONDS });
    await watchers.call('measure', undefined);
    await server.call('peakRssMb', undefined);
    const cpuBefore = await server.call('cpuSeconds', undefined);
    const reported = await reportSteadily({ ...flow, seconds: SECONDS });
    const lastSeqs = Object.fromEntries(jobs.map(({ jobId, lastSeq }) => [jobId, lastSeq]));
    const shown = await watchers.call('result', { lastSeqs, patienceMs: PATIENCE_MS });
    const cpuSeconds = (await server.call('cpuSeconds', undefined)) - cpuBefore;
    const rssMb = await server.call('peakRssMb', undefined);
    await watchers.call('closePages', undefined);
    say(
      `${shown.deliveries} deliveries, p99 ${shown.p99Ms.toFixed(0)} ms; now the same by polling`,
    );

    const polling = await measurePolling(server, watchers, { pages, flow });
    for (const { connection } of agents) await connection.close();
    return {
      watchers: WATCHERS,
      jobs: JOBS,
      eventsPerSecond: rounded(reported / SECONDS),
      deliveries: shown.deliveries,
      p50Ms: rounded(shown.p50Ms),
      p99Ms: rounded(shown.p99Ms),
      maxMs: rounded(shown.maxMs),
      gaps: shown.gaps,
      duplicates: shown.duplicates,
      rssMb: rounded(rssMb),
      serverCpuPerSecond: rounded(cpuSeconds / SECONDS),
      polling,
    };
  } finally {
    await watchers.stop();
    await server.stop();
  }
}

function pageOf(running: readonly RunningJob[], nth: number) {
  const job = running[nth % running.length];
  if (job === undefined) throw new Error('There is no job to watch.');
  return { cookie: job.cookie, jobId: job.jobId };
}

/** The same jobs, events and number of pages, which ask a lean server of their own once a second. */
async function measurePolling(
  { databaseUrl }: PlaneServer,
  watchers: Child<WatcherCalls>,
  { pages, flow }: { pages: { jobId: string }[]; flow: { jobs: HeldJob[]; perSecond: number } },
) {
  const server = await startChild<PollServerCalls>('watchers/poll-server.ts', {
    DATABASE_URL: databaseUrl,
  });
  try {
    const port = await server.call('port', undefined);
    const cpuBefore = await server.call('cpuSeconds', undefined);
    const jobIds = pages.map(({ jobId }) => jobId);
    const [polled] = await Promise.all([
      watchers.call('poll', { port, jobIds, seconds: POLL_SECONDS }),
      reportSteadily({ ...flow, seconds: POLL_SECONDS }),
    ]);
    const cpuSeconds = (await server.call('cpuSeconds', undefined)) - cpuBefore;
    return {
      p50Ms: rounded(polled.p50Ms),
      p99Ms: rounded(polled.p99Ms),
      answersPerSecond: rounded(polled.answersPerSecond),
      failures: polled.failures,
      serverCpuPerSecond: rounded(cpuSeconds / POLL_SECONDS),
    };
  } finally {
    await server.stop();
  }
}
