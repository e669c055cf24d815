import { parseArgs } from 'node:util';
import { isSectionName, SECTION_NAMES, type SectionName } from './sections';

export interface BenchOptions {
  json: boolean;
  only: readonly SectionName[];
  cacheDir: string;
}

/** Throws a sentence where the command line or the environment is not usable. */
export function readBenchOptions(args: string[], environment: NodeJS.ProcessEnv): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    },
  });
  const cacheDir = environment.EMAILAI_CACHE;
  if (!cacheDir) throw new Error('Run this as npm run bench:plane.');
  const only = values.only?.flatMap((names) => names.split(',')) ?? SECTION_NAMES;
  const unknown = only.find((name) => !isSectionName(name));
  if (unknown !== undefined) {
    throw new Error(`There is no section "${unknown}". Known: ${SECTION_NAMES.join(', ')}.`);
  }
  return { json: values.json, only: only.filter(isSectionName), cacheDir };
}
