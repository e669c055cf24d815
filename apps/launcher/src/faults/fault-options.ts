import { parseArgs } from 'node:util';
import { misused } from '../demo-options';
import { MODEL } from './model/test-model';

export interface FaultOptions {
  help: boolean;
  seeds: number[];
  /** One fault, or `model` for the random operations; everything without it. */
  only: string | null;
  /** The whole road so many times with the agent killed at the first training step, and nothing else. */
  killAgentTimes: number | null;
}

const DEFAULT_SEEDS = 20;

export const FAULT_HELP = `npm run test:faults -- [options]

  --only NAME   one fault (the list follows), or "${MODEL}" for random operations against the model
  --seed N      this seed only; with --times the first one (default: 1 to ${DEFAULT_SEEDS})
  --times N     so many seeds of --only; alone: the whole road of training so many times, the agent
                killed at its first step

Ends with one line of JSON on stdout; exit code 0 only where nothing was lost, doubled, stuck or broken.
`;

/** Throws a Sentence with exit code 2 for what it does not understand. */
export function parseFaultOptions(args: string[], names: readonly string[]): FaultOptions {
  const values = parse(args);
  const seed = countOf('--seed', values.seed);
  const times = countOf('--times', values.times);
  const only = values.only ?? null;
  if (only !== null && only !== MODEL && !names.includes(only)) {
    throw misused(`There is no fault "${only}": ${[...names, MODEL].join(', ')}.`);
  }
  const isOldRoad = times !== null && only === null && seed === null;
  const count = times ?? (seed === null ? DEFAULT_SEEDS : 1);
  return {
    help: values.help ?? false,
    seeds: Array.from({ length: count }, (_, index) => (seed ?? 1) + index),
    only,
    killAgentTimes: isOldRoad ? times : null,
  };
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  only: { type: 'string' },
  seed: { type: 'string' },
  times: { type: 'string' },
} as const;

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error));
  }
}

function countOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw misused(`${option} ${text} is not a whole number above 0.`);
}
