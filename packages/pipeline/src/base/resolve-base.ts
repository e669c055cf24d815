import { mkdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StageError } from '@emailai/contracts/errors';
import { runPythonModule } from '../trainer/run-python-module';
import { type Base, baseFactsSchema } from './base';
import { baseKey } from './base-key';

/** The base that comes with the repository: it shows the whole road on any machine. */
export const TINY_BASE = 'tiny';
const TINY_BASE_DIR = fileURLToPath(new URL('../../trainer/tiny-base', import.meta.url));

export interface ResolveBaseOptions {
  /** `tiny`, a Hugging Face directory, or a .gguf file. */
  setting: string;
  cacheDir: string;
  python: string;
  environment: NodeJS.ProcessEnv;
  log: (sentence: string) => void;
  signal?: AbortSignal;
}

/**
 * A base ready to train on and to serve. At first use both forms are made under `<cacheDir>/bases/<content hash>`;
 * afterwards this takes milliseconds. Rejects with a StageError `base_missing` or `python_missing`.
 */
export async function resolveBase(options: ResolveBaseOptions): Promise<Base> {
  const { setting } = options;
  const source = setting === TINY_BASE ? TINY_BASE_DIR : resolve(setting);
  const isThere = await stat(source).then(
    (about) => about.isDirectory() || (about.isFile() && source.endsWith('.gguf')),
    () => false,
  );
  if (!isThere) throw baseMissing(setting);
  const bases = join(options.cacheDir, 'bases');
  const dir = join(bases, await baseKey(source));
  const known = await readBase(dir);
  if (known !== null) return known;

  options.log(`Preparing the base ${setting} for training and serving; this is done once.`);
  await mkdir(bases, { recursive: true });
  await runPythonModule({
    ...options,
    module: 'emailai_trainer.prepare_base',
    args: ['--source', source, '--out', dir],
    onRefusal: (sentence) => baseUnusable(setting, sentence),
  });
  const made = await readBase(dir);
  if (made === null) throw baseUnusable(setting, 'Preparing it left nothing behind.');
  return made;
}

async function readBase(dir: string): Promise<Base | null> {
  try {
    const facts = baseFactsSchema.parse(JSON.parse(await readFile(join(dir, 'base.json'), 'utf8')));
    return { ...facts, hfDir: join(dir, 'hf'), ggufFile: join(dir, 'base.gguf') };
  } catch {
    return null;
  }
}

function baseMissing(setting: string): StageError {
  const where = isAbsolute(setting) ? setting : `"${setting}"`;
  return new StageError({
    code: 'base_missing',
    message: `There is no base model at ${where}.`.slice(0, 500),
    nextStep: `Set the base to "${TINY_BASE}", to a Hugging Face directory or to a .gguf file.`,
    retryable: false,
  });
}

function baseUnusable(setting: string, sentence: string): StageError {
  return new StageError({
    code: 'base_missing',
    message: `The base ${setting} cannot be used. ${sentence}`.slice(0, 500),
    nextStep: 'Choose another base: a llama, mistral, qwen2 or qwen3 instruct model.',
    retryable: false,
  });
}
