import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@emailai/contracts/ids';
import { createDice } from '../dice';
import { percentileOf, rounded } from '../figures';
import { machineMs } from '../machine-clock';
import { askAsPage } from '../pages/open-page';
import { startChild } from '../processes/start-child';
import { startPlaneServer } from '../server/start-plane-server';
import type { Stand } from '../stand/open-stand';
import type { AgentCalls } from './agent-process';

const JOBS = 120;
/** Not measured: the first ones pay for caches and compilers. */
const WARM_UP_JOBS = 10;
/** Orders come when they come, not in step with the agent's polls. */
const MOST_PAUSE_MS = 120;
const SEED = 7;

/**
 * From the moment a page sends its order over HTTP to the moment the agent's process has the job, by the push over
 * its WebSocket: the poll beside it is too slow to help.
 */
export async function measureCreateToAgent(stand: Stand) {
  const server = await startPlaneServer(stand, 'create-to-agent');
  try {
    const { token } = await server.call('addAgent', { name: 'bench agent' });
    const home = join(stand.home, 'agent');
    await mkdir(home, { mode: 0o700 });
    const agent = await startChild<AgentCalls>('create-to-agent/agent-process.ts', {
      SERVER_URL: `http://127.0.0.1:${server.port}`,
      AGENT_TOKEN: token,
      BENCH_HOME: home,
    });
    try {
      await agent.call('ready', undefined);
      const writers = await server.addWriters(JOBS);
      const dice = createDice(SEED);
      const tookMs: number[] = [];
      for (const { cookie, emailAccountId } of writers) {
        await sleep(dice() * MOST_PAUSE_MS);
        const page = askAsPage({ port: server.port, cookie });
        const sentMs = machineMs();
        const { job } = await page.fineTune.start.mutate({
          emailAccountId,
          idempotencyKey: newId(),
        });
        const takenMs = await agent.call('taken', { jobId: job.id });
        tookMs.push(takenMs - sentMs);
      }
      const counted = tookMs.slice(WARM_UP_JOBS);
      return {
        jobs: counted.length,
        p50Ms: rounded(percentileOf(counted, 0.5)),
        p99Ms: rounded(percentileOf(counted, 0.99)),
        maxMs: rounded(percentileOf(counted, 1)),
      };
    } finally {
      await agent.stop();
    }
  } finally {
    await server.stop();
  }
}
