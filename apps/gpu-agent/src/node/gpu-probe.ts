import { execFile } from 'node:child_process';
import type { HelloInput } from '../core/ports';

export type Gpu = HelloInput['gpus'][number];

/** nvidia-smi hangs in the field; an answer later than this counts as none. */
const PROBE_TIMEOUT_MS = 5_000;
const QUERY = ['--query-gpu=uuid,name,memory.total', '--format=csv,noheader,nounits'];

/** The GPUs of this machine by UUID; none where no driver answers, and then the CPU trains. */
export function probeGpus(command = 'nvidia-smi', timeoutMs = PROBE_TIMEOUT_MS): Promise<Gpu[]> {
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL' as const, windowsHide: true };
    execFile(command, QUERY, options, (error, stdout) => {
      resolve(error === null ? parseGpus(stdout) : []);
    });
  });
}

/** Lines of `uuid, name, MiB`; a name may hold commas, and what the driver does not know is `[N/A]`. */
export function parseGpus(csv: string): Gpu[] {
  return csv.split('\n').flatMap((line) => {
    const fields = line.split(',').map((field) => field.trim());
    const [uuid, memory] = [fields[0], fields.at(-1)];
    if (fields.length < 3 || !uuid?.startsWith('GPU-')) return [];
    const memoryMb = Number.parseInt(memory ?? '', 10);
    const name = fields.slice(1, -1).join(', ');
    return [{ uuid, name, memoryMb: Number.isFinite(memoryMb) ? memoryMb : 0 }];
  });
}
