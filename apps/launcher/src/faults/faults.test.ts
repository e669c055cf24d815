import type {} from '@emailai/db/test-cluster';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readLauncherEnv } from '../launcher-env';
import { ALL_FAULTS } from './list/all-faults';
import { MODEL } from './model/test-model';
import type { FaultRun } from './run-fault';
import { runLanes } from './run-lanes';

/** All of them run beside each other, so one may wait for the others as long as for itself. */
const TIMEOUT_MS = 10 * 60_000;
const SEED = 1;
const MODEL_OPERATIONS = 1_000;

const runs = new Map<string, FaultRun>();
let suite: Promise<unknown>;
beforeAll(() => {
  const env = readLauncherEnv(process.env);
  suite = runLanes({
    faults: ALL_FAULTS,
    seeds: [SEED],
    modelOperations: MODEL_OPERATIONS,
    trainer: { python: env.EMAILAI_PYTHON, cacheDir: env.EMAILAI_CACHE },
    server: { serverUrl: inject('postgresUrl'), template: inject('templateDatabase') },
    onRun: (run) => runs.set(run.fault, run),
  });
});
afterAll(() => suite);

it.each([...ALL_FAULTS.map(({ name }) => name), MODEL])(
  'loses nothing and does nothing twice: %s',
  { timeout: TIMEOUT_MS },
  async (name) => {
    await suite;
    const { findings, words } = runs.get(name) ?? { findings: 'it did not run', words: [] };
    expect(findings, words.join('\n')).toEqual([]);
  },
);
