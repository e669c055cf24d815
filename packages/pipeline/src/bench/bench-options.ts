import { parseArgs } from 'node:util';
import { isPersonaId, PERSONA_IDS, type PersonaId } from '@emailai/contracts/personas';
import type { TrainSettings } from '@emailai/contracts/trainer-protocol';

/** Writers with enough mail to learn from; the other two are there for the eligibility. */
const DEFAULT_WRITERS = PERSONA_IDS.slice(0, 6);

export interface BenchOptions {
  writers: readonly PersonaId[];
  base: string;
  /** Held-out mails drafts are written for. */
  drafts: number;
  json: boolean;
  /** Settings to try instead of those for the base's size. */
  overrides: Partial<TrainSettings>;
  python: string;
  cacheDir: string;
}

/** Throws a sentence where the command line or the environment is not usable. */
export function readBenchOptions(args: string[], environment: NodeJS.ProcessEnv): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      writer: { type: 'string', multiple: true },
      base: { type: 'string', default: 'tiny' },
      drafts: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
      'learning-rate': { type: 'string' },
      epochs: { type: 'string' },
      rank: { type: 'string' },
      alpha: { type: 'string' },
      'batch-size': { type: 'string' },
    },
  });
  const { EMAILAI_PYTHON: python, EMAILAI_CACHE: cacheDir } = environment;
  if (!python || !cacheDir) throw new Error('Run this as npm run bench -- habits.');
  const writers = values.writer ?? DEFAULT_WRITERS;
  const unknown = writers.find((name) => !isPersonaId(name));
  if (unknown !== undefined) {
    throw new Error(`There is no writer "${unknown}". Known: ${PERSONA_IDS.join(', ')}.`);
  }
  const given = {
    learningRate: values['learning-rate'],
    epochs: values.epochs,
    rank: values.rank,
    alpha: values.alpha,
    batchSize: values['batch-size'],
  };
  const overrides = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Number(value)]],
    ),
  );
  return {
    writers: writers.filter(isPersonaId),
    base: values.base,
    drafts: Number(values.drafts),
    json: values.json,
    overrides,
    python,
    cacheDir,
  };
}
