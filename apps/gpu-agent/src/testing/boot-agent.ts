import type { AgentEvent } from '@emailai/contracts/job/events';
import { type AgentExit, type AgentOptions, type AgentStatus, runAgent } from '../core/agent';
import type { FinishOutcome, JobDesk, Journal, RunJob, WriteDraft } from '../core/ports';
import type { FakePlane } from './fake-plane';
import { createManualClock } from './manual-clock';
import { createMemoryJournal } from './memory-journal';

/** How a job worked by hand ends. */
export const COMPLETED: FinishOutcome = {
  kind: 'failed',
  error: { code: 'internal', message: 'stands for any outcome', nextStep: '', retryable: false },
};
const SERVE: AgentOptions = { maxJobs: 1, maxDrafts: 2, once: false, jobId: null, giveUpMs: null };

export const step = (n: number): AgentEvent => ({
  type: 'step',
  step: n,
  totalSteps: 10,
  epoch: 0,
  loss: 2,
  tokensPerSecond: 1,
  etaSeconds: 1,
  costUsd: 0,
});

/** A job that is worked by hand: each test says when it goes on. */
export function heldJob() {
  const starts: { desk: JobDesk; signal: AbortSignal }[] = [];
  let settleRun: (outcome: FinishOutcome) => void = () => {};
  const runJob: RunJob = ({ desk, signal }) =>
    new Promise((resolve, reject) => {
      starts.push({ desk, signal });
      settleRun = resolve;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  return { starts, runJob, end: (outcome: FinishOutcome) => settleRun(outcome) };
}

/** An agent on a clock that stands still, for a plane in memory. */
export async function bootAgent(
  plane: FakePlane,
  over: {
    runJob?: RunJob;
    writeDraft?: WriteDraft;
    journal?: Journal;
    options?: Partial<AgentOptions>;
  } = {},
) {
  const clock = createManualClock();
  const stop = new AbortController();
  const drain = new AbortController();
  const handBack = new AbortController();
  const statuses: AgentStatus[] = [];
  const exit: Promise<AgentExit> = runAgent(
    {
      dial: plane.dial,
      journal: over.journal ?? createMemoryJournal(),
      runJob: over.runJob ?? heldJob().runJob,
      writeDraft:
        over.writeDraft ??
        // biome-ignore lint/correctness/useYield: a voice that has nothing to say
        async function* () {
          return 'stop' as const;
        },
      clock,
      random: () => 0.5,
      log: () => {},
      identity: {
        protocol: 1,
        version: '0.1.0',
        bootId: 'boot0000000000000001',
        hostName: 'here',
        gpus: [],
        base: { name: 'tiny', parameters: 1, trialOnly: true },
        engine: 'embedded',
      },
      models: () => [],
      onStatus: (status) => statuses.push(status),
    },
    { ...SERVE, ...over.options },
    stop.signal,
    { drain: drain.signal, handBack: handBack.signal },
  );
  await clock.advance(0);
  const end = async () => {
    stop.abort();
    return exit;
  };
  return { clock, exit, end, statuses, drain, handBack };
}
