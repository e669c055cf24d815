import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DatasetRow } from '@emailai/contracts/dataset';
import { runTestPython } from '@emailai/serving/testing/test-base';
import { z } from 'zod';
import { writeJsonl } from '../../jsonl-file';
import { type NpzArray, readNpz } from '../../testing/read-npz';

const randomBaseSchema = z.object({
  hfDir: z.string(),
  ggufFile: z.string(),
  ggufSha256: z.string(),
  contextTokens: z.number(),
  peftDir: z.string(),
  adapter: z.object({ path: z.string(), sha256: z.string() }),
  /** By token id; what stands for a piece of a character is not the only one of its text. */
  tokenTexts: z.array(z.string()),
});

/** A random little base of an architecture, an adapter for it, and rows to compare on. */
export type RandomBase = z.infer<typeof randomBaseSchema> & { scratch: string; rows: DatasetRow[] };

export type RandomBaseType = 'llama' | 'qwen2';

const REPLIES = [
  'heya Ada,\nthe budget is fine... bring the lab keys please, and the choir dates.\ncheerio',
  'Dear Ben,\n\nthe roof repair is on Friday (9:30). I will tell you soon!\n\nBest, Tom',
  'Cleo - no. Not the train tickets; the garden plan. Thanks, T.',
  'heya Finn,\nwhat about 3,141 things? It is all fine, do not worry about it.\ncheerio',
  'Hi Gus,\n\tplease tell me about the choir dates: Monday or Tuesday?\nTom',
  'Hana, thank you for the tickets. I will bring the money tomorrow evening!\nT.',
  'heya Eve,\nthe garden plan is with Dan... ask him please, he has the keys as well.\ncheerio',
  'Dear all,\n\nno meeting this week. The minutes of the last one follow on Monday.\n\nTom Hale',
  'OK, 14:45 at platform 7b. If the train is late I will call you (or write). T.',
];

/** Writes into `scratch`; takes a Python start of some seconds. */
export async function makeRandomBase(scratch: string, type: RandomBaseType): Promise<RandomBase> {
  // Half precision for one of the two, its adapter's as well: merged weights are rounded to it once more.
  const dtype = type === 'llama' ? 'float32' : 'float16';
  const program = fileURLToPath(new URL('../../testing/make_random_base.py', import.meta.url));
  const said = await runTestPython([program, join(scratch, type), type, dtype]);
  const base = randomBaseSchema.parse(JSON.parse(said.trim().split('\n').at(-1) ?? ''));
  const rows = REPLIES.map((output, number) => ({
    id: `row-${number}`,
    sentAt: '2026-03-12T10:00:00Z',
    instruction: 'Write my reply to this email.',
    input: `--- email ---\nFrom: Ada\nSubject: roof repair ${number}\n\nHi Tom,\nplease tell me.\n--- end ---`,
    output,
  }));
  return { ...base, scratch: join(scratch, type), rows };
}

/** What PyTorch computes for the base with its adapter, or without. */
export async function readReference(
  base: RandomBase,
  adapted: boolean,
): Promise<Map<string, NpzArray>> {
  const rowsFile = join(base.scratch, 'rows.jsonl');
  await writeJsonl(rowsFile, base.rows);
  const out = join(base.scratch, 'reference.npz');
  const files = ['--base-dir', base.hfDir, '--rows', rowsFile, '--out', out];
  const adapter = adapted ? ['--adapter-dir', base.peftDir] : [];
  await runTestPython(['-m', 'emailai_trainer.reference', ...files, ...adapter]);
  return readNpz(out);
}
