import { newId } from '@emailai/contracts/ids';
import { type ConnectedAgent, connectAgent, type HeldJob } from '../agents/connect-agent';
import { inParallel } from '../in-parallel';
import { askAsPage } from '../pages/open-page';
import type { PlaneServer } from './start-plane-server';

/** A job in training: who may watch it, and the agent's hand on it. */
export interface RunningJob {
  jobId: string;
  cookie: string;
  held: HeldJob;
}

const ORDER_AT_ONCE = 8;

/** So many writers order a model each, and agents of this process take the jobs, all over the real doors. */
export async function prepareJobs(
  server: PlaneServer,
  { jobs, agents }: { jobs: number; agents: number },
): Promise<{ running: RunningJob[]; agents: ConnectedAgent[] }> {
  const writers = await server.addWriters(jobs);
  const cookies = new Map<string, string>();
  await inParallel(writers, Array.from({ length: ORDER_AT_ONCE }), async (writer) => {
    const page = askAsPage({ port: server.port, cookie: writer.cookie });
    const { emailAccountId } = writer;
    const { job } = await page.fineTune.start.mutate({ emailAccountId, idempotencyKey: newId() });
    cookies.set(job.id, writer.cookie);
  });
  const connected: ConnectedAgent[] = [];
  for (let nth = 1; nth <= agents; nth += 1) {
    const name = `bench agent ${nth}`;
    const { token } = await server.call('addAgent', { name });
    connected.push(await connectAgent({ port: server.port, token, name }));
  }
  const running = await inParallel(writers, connected, async (_writer, agent) => {
    const held = await agent.claim();
    return { jobId: held.jobId, cookie: cookies.get(held.jobId) ?? '', held };
  });
  return { running, agents: connected };
}
