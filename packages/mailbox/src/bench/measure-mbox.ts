import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writeMbox } from './write-mbox';

/** Reading and parsing alone: what it takes to store the mail comes on top. */
export interface MboxFigures {
  megabytes: number;
  parsedMbPerSecond: number;
  parsedMbPerSecondAttachments: number;
  /** Per second of CPU time: what a machine that does nothing else would reach. */
  parsedMbPerCpuSecond: number;
  parsedMbPerCpuSecondAttachments: number;
  rssMb: number;
}

const READER = fileURLToPath(new URL('./read-mbox-file.ts', import.meta.url));
const readingSchema = z.object({
  messages: z.number(),
  mbPerSecond: z.number(),
  mbPerCpuSecond: z.number(),
  rssMb: z.number(),
});
const run = promisify(execFile);

async function readFile(path: string) {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', READER, path]);
  return readingSchema.parse(JSON.parse(stdout));
}

/** Writes two mbox files of `megabytes` each and has a process of its own read each. */
export async function measureMbox(megabytes: number): Promise<MboxFigures> {
  const dir = await mkdtemp(join(tmpdir(), 'emailai-mbox-bench-'));
  try {
    const path = join(dir, 'bench.mbox');
    await writeMbox(path, { megabytes, withAttachments: false });
    const texts = await readFile(path);
    await writeMbox(path, { megabytes, withAttachments: true });
    const attachments = await readFile(path);
    return {
      megabytes,
      parsedMbPerSecond: texts.mbPerSecond,
      parsedMbPerSecondAttachments: attachments.mbPerSecond,
      parsedMbPerCpuSecond: texts.mbPerCpuSecond,
      parsedMbPerCpuSecondAttachments: attachments.mbPerCpuSecond,
      rssMb: Math.max(texts.rssMb, attachments.rssMb),
    };
  } finally {
    await rm(dir, { recursive: true });
  }
}
