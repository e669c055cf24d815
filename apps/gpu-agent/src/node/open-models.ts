import type { Base } from '@emailai/pipeline/base/base';
import { runJob as runPipeline } from '@emailai/pipeline/run-job';
import { usedContext } from '@emailai/pipeline/train-settings';
import { createTrainer } from '@emailai/pipeline/trainer/create-trainer';
import { createEmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import { engineThreads } from '@emailai/serving/embedded/engine-threads';
import type { Log, RunJob, WriteDraft } from '../core/ports';
import type { AgentEnv } from '../env';
import type { ChildJournal } from './child-journal';
import type { Gpu } from './gpu-probe';
import { jobFolder } from './journal-folder';
import type { ModelStore } from './model-store';

/** What makes models and what they write with: the trainer and the engine, each in a child of its own. */
export interface Models {
  runJob: RunJob;
  writeDraft: WriteDraft;
  engineName: string;
  close(): Promise<void>;
}

export async function openModels(input: {
  base: Base;
  store: ModelStore;
  env: AgentEnv;
  gpus: Gpu[];
  children: ChildJournal;
  log: Log;
}): Promise<Models> {
  const { base, store, env, children, log } = input;
  const noteChild = (pid: number, isAlive: boolean) => {
    // A journal that cannot be written costs tidiness after a crash, no job.
    (isAlive ? children.note(pid) : children.forget(pid)).catch(() => undefined);
  };
  const enginePids = new Set<number>();
  const engine = createEmbeddedEngine({
    ggufFile: base.ggufFile,
    threads: engineThreads(base.parameters),
    contextTokens: usedContext(base),
    gpu: input.gpus.length > 0,
    environment: process.env,
    log,
    onChild(pid) {
      enginePids.add(pid);
      noteChild(pid, true);
    },
  });
  for (const { tag, file, sha256 } of store.list()) {
    await engine.loadAdapter({ model: tag, path: file, sha256 });
  }
  const trainer = createTrainer({
    python: env.EMAILAI_PYTHON,
    environment: process.env,
    device: 'auto',
    log,
    onChild: noteChild,
  });
  return {
    engineName: engine.kind,
    runJob: ({ job, desk, signal }) =>
      runPipeline({
        jobDir: jobFolder(env.AGENT_HOME, job.jobId),
        ports: {
          job,
          desk,
          base,
          trainer,
          engine,
          store,
          costPerHourUsd: env.AGENT_COST_PER_HOUR_USD,
          log,
        },
        signal,
      }),
    async *writeDraft({ model, userMessage, maxTokens, signal }) {
      const end = yield* engine.chat({ model, userMessage, maxTokens, signal });
      return end.reason;
    },
    async close() {
      await Promise.all([engine.close(), trainer.close()]);
      for (const pid of enginePids) await children.forget(pid);
    },
  };
}
