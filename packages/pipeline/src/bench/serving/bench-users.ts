import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelNameOf, modelTagOf } from '@emailai/contracts/ids';
import type { AdapterFile } from '@emailai/serving/engine';
import { runTestPython } from '@emailai/serving/testing/test-base';

const PROGRAM = fileURLToPath(
  new URL('../../../../serving/src/testing/make_adapters.py', import.meta.url),
);

/** An adapter each for so many invented people: random, and strong enough to be told apart. */
export async function makeBenchUsers(
  hfDir: string,
  scratch: string,
  count: number,
): Promise<AdapterFile[]> {
  const dir = join(scratch, 'adapters');
  await mkdir(dir, { recursive: true });
  const seeds = Array.from({ length: count }, (_, at) => String(at + 1));
  await runTestPython([PROGRAM, hfDir, dir, ...seeds]);
  const files = (await readdir(dir)).filter((name) => name.endsWith('.gguf')).sort();
  return files.map((name, at) => ({
    model: modelTagOf(modelNameOf(`bench${String(at).padStart(4, '0')}`), 1),
    path: join(dir, name),
    sha256: basename(name, '.gguf'),
  }));
}

/** The same numbers on every machine: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of `values`, which must not be empty. */
export function pickOf<T>(values: readonly T[], random: () => number): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
}
