import { existsSync } from 'node:fs';
import type { TrainSettings } from '@emailai/contracts/trainer-protocol';
import { fakeEngine } from '@emailai/pipeline/testing/fake-ports';
import type { ServingEngine } from '@emailai/serving/engine';
import { ServingError } from '@emailai/serving/serving-error';
import { createConsoleReport } from '../console-report';
import { readAgentEnv } from '../env';
import { CommandError } from '../exit-codes';
import { workAsAgent } from '../work-as-agent';

/** Two passes: enough to be killed in, and over soon. */
const SETTINGS: TrainSettings = {
  rank: 16,
  alpha: 32,
  learningRate: 4e-3,
  epochs: 2,
  batchSize: 8,
  maxTokens: 128,
  seed: 7,
};

/**
 * `serve --json` for those who test what becomes of jobs and not what is in them: with an engine that takes no
 * time, or, where FAULT_IS_REAL is set, with all that is real but a short training. While the file
 * FAULT_ENGINE_DOWN_FILE exists the quick engine cannot be reached.
 */
const report = createConsoleReport({ json: true });
const quickEngine = () =>
  interruptible(fakeEngine({ natsPerToken: (model) => (model === null ? 3 : 2) }));
workAsAgent(
  readAgentEnv(process.env),
  report,
  { once: false, jobId: null, stopWithStdin: true },
  process.env.FAULT_IS_REAL ? { settings: SETTINGS } : { engine: quickEngine() },
).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
    report.fail(error.message, error.exitCode);
    process.exit(error.exitCode);
  },
);

function interruptible(inner: ServingEngine): ServingEngine {
  const assertUp = () => {
    const flagFile = process.env.FAULT_ENGINE_DOWN_FILE;
    if (flagFile !== undefined && existsSync(flagFile)) {
      throw new ServingError('engine_down', 'The model server does not answer.');
    }
  };
  return {
    ...inner,
    async loadAdapter(adapter) {
      assertUp();
      await inner.loadAdapter(adapter);
    },
    async score(request) {
      assertUp();
      return inner.score(request);
    },
    async *chat(request) {
      assertUp();
      return yield* inner.chat(request);
    },
  };
}
