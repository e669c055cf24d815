import { execFile } from 'node:child_process';
import type { Gpu } from './gpu-probe';

/** As the probe: a driver that hangs must not hold up a job. */
const READ_TIMEOUT_MS = 5_000;
const QUERY = ['--query-gpu=uuid,power.draw', '--format=csv,noheader,nounits'];

/**
 * What this machine draws at the moment: what its operator says it draws at work, else what the driver reads off its
 * GPU. With several GPUs nobody knows whose work a reading is, and the rest of the machine is not in it.
 */
export function wattsReader(input: {
  /** AGENT_WATTS. */
  watts: number | undefined;
  gpus: readonly Gpu[];
  command?: string;
  timeoutMs?: number;
}): () => Promise<number | null> {
  const { watts, gpus, command = 'nvidia-smi', timeoutMs = READ_TIMEOUT_MS } = input;
  if (watts !== undefined) return async () => watts;
  const [gpu] = gpus;
  if (gpu === undefined || gpus.length > 1) return async () => null;
  const options = { timeout: timeoutMs, killSignal: 'SIGKILL' as const, windowsHide: true };
  return () =>
    new Promise((resolve) => {
      execFile(command, QUERY, options, (error, stdout) => {
        resolve(error === null ? parseWatts(stdout, gpu.uuid) : null);
      });
    });
}

/** The line of this GPU among `uuid, watts`; a card without a sensor says `[N/A]`. */
export function parseWatts(csv: string, uuid: string): number | null {
  const line = csv.split('\n').find((text) => text.split(',')[0]?.trim() === uuid);
  const watts = Number.parseFloat(line?.split(',')[1] ?? '');
  return Number.isFinite(watts) && watts > 0 ? watts : null;
}
