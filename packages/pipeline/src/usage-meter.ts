import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEvent, Usage } from '@emailai/contracts/job/events';
import { z } from 'zod';

const KEPT_FILE = 'usage.json';
/** So much is lost at most to a power cut. */
const TICK_MS = 10_000;

/** Counts what an attempt uses while it holds the device that trains. */
export interface UsageMeter {
  /** Up to this moment, over all lives of the process in this attempt. */
  readonly used: Usage;
  /** Counts until `work` has ended, whether well, badly or by an abort, and tells of it then and now and before. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** For work that nobody pays for. */
export const UNMETERED: UsageMeter = {
  used: { gpuSeconds: 0, energyWh: null, costUsd: 0 },
  during: (work) => work(),
};

const keptSchema = z.object({
  epoch: z.number(),
  gpuSeconds: z.number().nonnegative(),
  energyWh: z.number().nonnegative().nullable(),
});

export interface MeterInput {
  /** The count is kept here, for the next life of the process. */
  jobDir: string;
  /** Of the claim: a new one counts from 0. */
  epoch: number;
  costPerHourUsd: number;
  /** What the machine draws now; `null` where nobody knows. */
  readWatts?: () => Promise<number | null>;
  emit: (event: AgentEvent) => void;
  tickMs?: number;
  /** Monotonic. */
  nowMs?: () => number;
}

export async function openUsageMeter(input: MeterInput): Promise<UsageMeter> {
  const { costPerHourUsd, readWatts = async () => null, emit } = input;
  const { tickMs = TICK_MS, nowMs = () => performance.now() } = input;
  const file = join(input.jobDir, KEPT_FILE);
  const kept = await readKept(file, input.epoch);
  let watts: number | null = null;
  let sinceMs: number | null = null;

  const secondsOpen = () => (sinceMs === null ? 0 : (nowMs() - sinceMs) / 1_000);
  /** Moves the time since the last call into what is kept; what is drawn now was drawn since. */
  function settle(): void {
    const seconds = secondsOpen();
    kept.gpuSeconds += seconds;
    if (watts !== null) kept.energyWh = (kept.energyWh ?? 0) + (watts * seconds) / 3_600;
    if (sinceMs !== null) sinceMs = nowMs();
  }
  const usedNow = (): Usage => {
    const gpuSeconds = kept.gpuSeconds + secondsOpen();
    const costUsd = (gpuSeconds / 3_600) * costPerHourUsd;
    return { gpuSeconds, energyWh: kept.energyWh, costUsd };
  };
  /** Counting is not worth a job: a disk that is full is met elsewhere, a machine may be silent about its draw. */
  async function tell(): Promise<void> {
    settle();
    emit({ type: 'used', ...usedNow() });
    await writeKept(file, kept).catch(() => undefined);
  }
  async function tick(): Promise<void> {
    watts = (await readWatts().catch(() => null)) ?? watts;
    if (sinceMs !== null) await tell();
  }

  return {
    get used() {
      return usedNow();
    },
    async during(work) {
      sinceMs = nowMs();
      const timer = setInterval(() => void tick(), tickMs);
      try {
        return await work();
      } finally {
        clearInterval(timer);
        watts ??= await readWatts().catch(() => null);
        settle();
        sinceMs = null;
        await tell();
      }
    },
  };
}

type Kept = z.infer<typeof keptSchema>;

async function readKept(file: string, epoch: number): Promise<Kept> {
  try {
    const kept = keptSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    if (kept.epoch === epoch) return kept;
  } catch {
    // None was written, or not to its end.
  }
  return { epoch, gpuSeconds: 0, energyWh: null };
}

async function writeKept(file: string, kept: Kept): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  const partial = `${file}.partial`;
  await writeFile(partial, JSON.stringify(kept), { mode: 0o600 });
  await rename(partial, file);
}
