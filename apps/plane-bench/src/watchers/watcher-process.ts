import { setTimeout as sleep } from 'node:timers/promises';
import { percentileOf } from '../figures';
import { inParallel } from '../in-parallel';
import { machineMs } from '../machine-clock';
import { openPage } from '../pages/open-page';
import { serveCalls } from '../processes/serve-calls';
import { pollAll } from './poll-all';
import { createSeqCheck, type SeqCheck } from './seq-check';

/** Pages that watch jobs, far from the server they watch: a process of its own, as browsers are. */
interface Watcher {
  jobId: string;
  seqs: SeqCheck;
  close: () => Promise<void>;
}

const CONNECT_AT_ONCE = 32;
const LOOK_EVERY_MS = 100;

const watchers: Watcher[] = [];
let latenciesMs: number[] = [];
let measuresFromMs = Number.POSITIVE_INFINITY;

function watch(port: number, { cookie, jobId }: { cookie: string; jobId: string }): Promise<void> {
  const { client, close } = openPage({ port, cookie });
  const seqs = createSeqCheck();
  watchers.push({ jobId, seqs, close });
  return new Promise((resolve, reject) => {
    client.fineTune.events.subscribe(
      { jobId },
      {
        onData({ data: { seq, payload } }) {
          seqs.see(seq);
          if (payload.type === 'step' && payload.loss >= measuresFromMs) {
            latenciesMs.push(machineMs() - payload.loss);
          }
          resolve();
        },
        onError: reject,
      },
    );
  });
}

const calls = {
  /** Opens a page for each; resolves when every one has shown its first event. */
  open: async (input: { port: number; pages: { cookie: string; jobId: string }[] }) => {
    const turns = Array.from({ length: CONNECT_AT_ONCE });
    await inParallel(input.pages, turns, (page) => watch(input.port, page));
  },
  /** Events that are reported from now on count. */
  measure: async () => {
    latenciesMs = [];
    measuresFromMs = machineMs();
  },
  /** Waits until everybody has seen its job's last event, at most so long, and adds up. */
  result: async (input: { lastSeqs: Record<string, number>; patienceMs: number }) => {
    const missing = () =>
      watchers.reduce((sum, { jobId, seqs }) => sum + (input.lastSeqs[jobId] ?? 0) - seqs.last, 0);
    const untilMs = machineMs() + input.patienceMs;
    while (missing() > 0 && machineMs() < untilMs) await sleep(LOOK_EVERY_MS);
    return {
      deliveries: latenciesMs.length,
      p50Ms: percentileOf(latenciesMs, 0.5),
      p99Ms: percentileOf(latenciesMs, 0.99),
      maxMs: percentileOf(latenciesMs, 1),
      gaps: watchers.reduce((sum, { seqs }) => sum + seqs.gaps, 0) + missing(),
      duplicates: watchers.reduce((sum, { seqs }) => sum + seqs.duplicates, 0),
    };
  },
  poll: pollAll,
  closePages: async () => {
    await Promise.all(watchers.splice(0).map(({ close }) => close()));
  },
};
export type WatcherCalls = typeof calls;

serveCalls(calls, calls.closePages);
