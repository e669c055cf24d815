import { setTimeout as sleep } from 'node:timers/promises';
import { connectAgent } from '../agents/connect-agent';
import { rounded } from '../figures';
import { machineMs } from '../machine-clock';
import { openProxy, type TcpProxy } from '../network/open-proxy';
import { openPage } from '../pages/open-page';
import { prepareJobs } from '../server/prepare-jobs';
import { type PlaneServer, startPlaneServer } from '../server/start-plane-server';
import type { Stand } from '../stand/open-stand';

/** Pages, and as many agents, whose cable is pulled: at different moments between two pings. */
const EACH = 8;
const SPREAD_MS = 4_800;

/** A connection through a proxy of its own, and when its client noticed that it is dead. */
interface Victim {
  proxy: TcpProxy;
  noticedByClient: Promise<void>;
  close: () => Promise<void>;
}

/**
 * How long until both ends of a connection that died without a word know it: the network stops forwarding, nobody
 * is told.
 */
export async function measureHalfOpen(stand: Stand) {
  const server = await startPlaneServer(stand, 'half-open');
  const victims: { kind: 'page' | 'agent'; victim: Victim }[] = [];
  try {
    const { running, agents } = await prepareJobs(server, { jobs: 1, agents: 1 });
    const [job] = running;
    if (job === undefined) throw new Error('There is no job to watch.');
    for (let nth = 0; nth < EACH; nth += 1) {
      victims.push({ kind: 'page', victim: await openVictimPage(server, job) });
      victims.push({ kind: 'agent', victim: await openVictimAgent(server, nth) });
    }
    const found = await Promise.all(
      victims.map(async ({ kind, victim }, nth) => {
        await sleep((nth * SPREAD_MS) / victims.length);
        return { kind, ...(await pullCable(victim)) };
      }),
    );
    const worst = (kind: string, side: 'client' | 'server') =>
      rounded(Math.max(...found.filter((one) => one.kind === kind).map((one) => one[side])));
    const each = {
      pageSeconds: worst('page', 'client'),
      serverOfPageSeconds: worst('page', 'server'),
      agentSeconds: worst('agent', 'client'),
      serverOfAgentSeconds: worst('agent', 'server'),
    };
    for (const { connection } of agents) await connection.close();
    return {
      halfOpenSeconds: Math.max(...Object.values(each)),
      connections: found.length,
      ...each,
    };
  } finally {
    for (const { victim } of victims) await victim.close();
    await server.stop();
  }
}

/** Seconds from the moment nothing passes any more to the moment each side knows. */
async function pullCable({ proxy, noticedByClient }: Victim) {
  const link = proxy.newest;
  if (link === null) throw new Error('There is no connection to break.');
  const secondsUntil = async (noticed: Promise<void>) => {
    await noticed;
    return (machineMs() - pulledMs) / 1_000;
  };
  // A client that dials again gets a connection as dead as the first.
  proxy.onLink = (next) => next.freeze();
  const pulledMs = machineMs();
  link.freeze();
  const [client, onServer] = await Promise.all([
    secondsUntil(noticedByClient),
    secondsUntil(link.endedByServer),
  ]);
  return { client, server: onServer };
}

async function openVictimPage(
  { port }: PlaneServer,
  { jobId, cookie }: { jobId: string; cookie: string },
): Promise<Victim> {
  const proxy = await openProxy(port);
  const page = openPage({ port, socketPort: proxy.port, cookie });
  let isOpen = false;
  const noticedByClient = new Promise<void>((notice, fail) => {
    const shown = () => {
      isOpen = true;
    };
    page.client.fineTune.events.subscribe(
      { jobId },
      {
        onData: shown,
        onConnectionStateChange({ state }) {
          if (isOpen && state === 'connecting') notice();
        },
        onError: fail,
      },
    );
  });
  while (!isOpen) await sleep(10);
  const close = async () => {
    await page.close();
    await proxy.close();
  };
  return { proxy, noticedByClient, close };
}

async function openVictimAgent(server: PlaneServer, nth: number): Promise<Victim> {
  const proxy = await openProxy(server.port);
  const name = `agent without a network ${nth}`;
  const { token } = await server.call('addAgent', { name });
  const { connection } = await connectAgent({ port: proxy.port, token, name });
  connection.onHint(() => undefined);
  const noticedByClient = connection.closed.then(() => undefined);
  const close = async () => {
    await connection.close();
    await proxy.close();
  };
  return { proxy, noticedByClient, close };
}
