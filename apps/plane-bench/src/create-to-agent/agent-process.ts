import { runAgent } from '@emailai/gpu-agent/core/agent';
import { createDial } from '@emailai/gpu-agent/node/dial-server';
import { openJournalFolder } from '@emailai/gpu-agent/node/journal-folder';
import { systemClock } from '@emailai/gpu-agent/node/system-clock';
import { identityOf } from '../agents/connect-agent';
import { createBell } from '../bell';
import { machineMs } from '../machine-clock';
import { serveCalls } from '../processes/serve-calls';

/** The agent's own core, connection and journal; only the work is none: each job fails at once. */
const changed = createBell();
const takenMs = new Map<string, number>();
let isReady = false;
let runningJobs = 0;

const stop = new AbortController();
const life = runAgent(
  {
    dial: createDial({
      serverUrl: process.env.SERVER_URL ?? '',
      token: process.env.AGENT_TOKEN ?? '',
    }),
    journal: await openJournalFolder(process.env.BENCH_HOME ?? ''),
    async runJob({ job }) {
      takenMs.set(job.jobId, machineMs());
      changed.ring();
      return {
        kind: 'failed',
        error: { code: 'internal', message: 'A bench.', nextStep: 'None.', retryable: false },
      };
    },
    async *writeDraft() {
      yield* [];
      return 'stop';
    },
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
    identity: identityOf('bench'),
    models: () => [],
    onStatus({ state, jobs }) {
      isReady = state.name === 'ready' || state.name === 'running';
      runningJobs = jobs.length;
      changed.ring();
    },
  },
  { maxJobs: 1, maxDrafts: 1, once: false, jobId: null, giveUpMs: null },
  stop.signal,
);

const calls = {
  ready: async () => changed.until(() => isReady),
  /** When the job was in this process's hands and its journal; answered once the job has ended. */
  taken: async ({ jobId }: { jobId: string }) => {
    await changed.until(() => takenMs.has(jobId) && runningJobs === 0);
    return takenMs.get(jobId) ?? Number.NaN;
  },
};
export type AgentCalls = typeof calls;

serveCalls(calls, async () => {
  stop.abort();
  await life;
});
