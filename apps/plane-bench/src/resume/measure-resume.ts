import { stepAt } from '../agents/connect-agent';
import { createBell } from '../bell';
import { createDice } from '../dice';
import { rounded } from '../figures';
import { machineMs } from '../machine-clock';
import { bytesFrom, linkAfter } from '../network/cut-after';
import { openProxy, type ProxiedLink } from '../network/open-proxy';
import { openImpatientPage } from '../pages/open-page';
import { prepareJobs } from '../server/prepare-jobs';
import { startPlaneServer } from '../server/start-plane-server';
import type { Stand } from '../stand/open-stand';
import { createSeqCheck } from '../watchers/seq-check';

const CUTS = 1_000;
const EVENTS_A_CUT = 5;
/** About as much as the answer to an upgrade and the events of one cut. */
const MOST_BYTES = 2_500;
const SEED = 20_261_122;

/**
 * One page that shows a job while its connection is cut again and again: five events are reported, then the
 * connection breaks at a byte drawn by lot, in the middle of a handshake, of a message or between two.
 */
export async function measureResume(stand: Stand) {
  const server = await startPlaneServer(stand, 'resume');
  const proxy = await openProxy(server.port);
  try {
    const { running, agents } = await prepareJobs(server, { jobs: 1, agents: 1 });
    const [job] = running;
    if (job === undefined) throw new Error('There is no job to watch.');
    const seqs = createSeqCheck();
    const shown = createBell();
    const page = openImpatientPage({ ...server, socketPort: proxy.port, cookie: job.cookie });
    page.client.fineTune.events.subscribe(
      { jobId: job.jobId },
      {
        onData({ data }) {
          seqs.see(data.seq);
          shown.ring();
        },
      },
    );
    const isWhole = () => seqs.last >= job.held.lastSeq;
    await shown.until(isWhole);

    const dice = createDice(SEED);
    const startedMs = machineMs();
    let link: ProxiedLink | null = null;
    for (let cut = 0; cut < CUTS; cut += 1) {
      link = await linkAfter(proxy, link);
      const steps = Array.from({ length: EVENTS_A_CUT }, (_, nth) =>
        stepAt(cut * EVENTS_A_CUT + nth, machineMs()),
      );
      await job.held.report(steps);
      const bytes = Math.floor(dice() * MOST_BYTES);
      await Promise.race([bytesFrom(link, bytes), shown.until(isWhole)]);
      link.cut();
    }
    await shown.until(isWhole);
    const seconds = (machineMs() - startedMs) / 1_000;
    await page.close();
    await agents[0]?.connection.close();
    return {
      cuts: CUTS,
      events: CUTS * EVENTS_A_CUT,
      shown: seqs.last,
      gaps: seqs.gaps,
      duplicates: seqs.duplicates,
      seconds: rounded(seconds),
    };
  } finally {
    await proxy.close();
    await server.stop();
  }
}
