import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { childEnvironment } from '../child-environment';

/** The committed tiny base, prepared for tests once and kept beside the product's own cache. */
export interface TestBase {
  hfDir: string;
  ggufFile: string;
  contextTokens: number;
  /** Random adapters of different voices. */
  adapters: { path: string; sha256: string }[];
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const TRAINER_DIR = here('../../../pipeline/trainer');
const TINY_BASE_DIR = join(TRAINER_DIR, 'tiny-base');
const ADAPTER_SEEDS = ['1', '2', '3', '4', '5', '6'];

/** Python of the built environment. Tests that need it fail without it: a skipped test would prove nothing. */
export function testPython(): string {
  const python = process.env.EMAILAI_PYTHON;
  if (python) return python;
  throw new Error('EMAILAI_PYTHON is not set: run the tests with npm test, which builds Python.');
}

/** `python <args>` with the trainer importable; resolves with what it printed. */
export async function runTestPython(args: string[]): Promise<string> {
  const env = childEnvironment(process.env, { PYTHONPATH: TRAINER_DIR, HF_HUB_OFFLINE: '1' });
  const { stdout } = await promisify(execFile)(testPython(), args, {
    env,
    maxBuffer: 64 * 2 ** 20,
  });
  return stdout;
}

export async function prepareTestBase(): Promise<TestBase> {
  const cache = join(process.env.EMAILAI_CACHE ?? tmpdir(), 'test-bases');
  const dir = join(cache, await sourceKey());
  if (!existsSync(dir)) {
    const partial = `${dir}.${process.pid}.partial`;
    await mkdir(partial, { recursive: true });
    const prepared = join(partial, 'base');
    const source = ['--source', TINY_BASE_DIR, '--out', prepared];
    await runTestPython(['-m', 'emailai_trainer.prepare_base', ...source]);
    const adapters = join(partial, 'adapters');
    await runTestPython([
      here('./make_adapters.py'),
      join(prepared, 'hf'),
      adapters,
      ...ADAPTER_SEEDS,
    ]);
    // Two test files may come here at once: the first one's folder stands.
    await rename(partial, dir).catch(() => rm(partial, { recursive: true, force: true }));
  }
  const facts = JSON.parse(await readFile(join(dir, 'base', 'base.json'), 'utf8'));
  const adapters = (await readdir(join(dir, 'adapters'))).sort();
  return {
    hfDir: join(dir, 'base', 'hf'),
    ggufFile: join(dir, 'base', 'base.gguf'),
    contextTokens: facts.contextTokens,
    adapters: adapters.map((name) => ({
      path: join(dir, 'adapters', name),
      sha256: basename(name, '.gguf'),
    })),
  };
}

/** Changes with the base, with the code that prepares it and with the adapters' script. */
async function sourceKey(): Promise<string> {
  const hash = createHash('sha256');
  const sources = join(TRAINER_DIR, 'emailai_trainer');
  const modules = (await readdir(sources)).filter((name) => name.endsWith('.py')).sort();
  const files = [
    ...modules.map((name) => join(sources, name)),
    join(TINY_BASE_DIR, 'model.safetensors'),
    join(TINY_BASE_DIR, 'tokenizer.json'),
    join(TINY_BASE_DIR, 'config.json'),
    here('./make_adapters.py'),
  ];
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 32);
}
