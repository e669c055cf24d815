import type { TrainSettings } from '@emailai/contracts/trainer-protocol';
import type { Base } from '@emailai/pipeline/base/base';
import { runJob as runPipeline } from '@emailai/pipeline/run-job';
import { createTrainer } from '@emailai/pipeline/trainer/create-trainer';
import type { ServingEngine } from '@emailai/serving/engine';
import { ServingError } from '@emailai/serving/serving-error';
import type { Log, RunJob, WriteDraft } from '../core/ports';
import type { AgentEnv } from '../env';
import type { ChildJournal } from './child-journal';
import type { Gpu } from './gpu-probe';
import { jobFolder } from './journal-folder';
import type { ModelStore } from './model-store';
import { openEngines } from './open-engines';
import { wattsReader } from './read-watts';

/** What makes models and what they write with: the trainer and the engine, each in a child of its own. */
export interface Models {
  runJob: RunJob;
  writeDraft: WriteDraft;
  /** What writes the drafts. */
  engine: ServingEngine;
  close(): Promise<void>;
}

/** What somebody who starts an agent puts in place of its own. */
export interface ModelParts {
  /** Instead of the embedded one or an Ollama. */
  engine?: ServingEngine;
  /** Instead of those for the base's size. */
  settings?: TrainSettings;
}

/** Rejects with a ServingError where the engine cannot serve what the store holds. */
export async function openModels(input: {
  parts?: ModelParts;
  base: Base;
  store: ModelStore;
  env: AgentEnv;
  gpus: Gpu[];
  children: ChildJournal;
  log: Log;
}): Promise<Models> {
  const { base, store, env, children, log, parts = {} } = input;
  const noteChild = (pid: number, isAlive: boolean) => {
    // A journal that cannot be written costs tidiness after a crash, no job.
    (isAlive ? children.note(pid) : children.forget(pid)).catch(() => undefined);
  };
  const readWatts = wattsReader({ watts: env.AGENT_WATTS, gpus: input.gpus });
  const enginePids = new Set<number>();
  const open = openEngines({
    base,
    env,
    hasGpu: input.gpus.length > 0,
    log,
    onChild(pid) {
      enginePids.add(pid);
      noteChild(pid, true);
    },
  });
  const engine = parts.engine ?? open.chosen();
  try {
    // Better now than when a model has been trained for it.
    if (engine.kind !== 'embedded') await assertServes(engine);
    knowStored(engine, store);
  } catch (error) {
    await engine.close();
    throw error;
  }
  const trainer = createTrainer({
    python: env.EMAILAI_PYTHON,
    environment: process.env,
    device: 'auto',
    log,
    onChild: noteChild,
  });
  /** An engine that gives no probabilities: an embedded one judges beside it while a job runs. */
  function openScorer(): ServingEngine | null {
    if (engine.canScore) return null;
    const scorer = open.embedded();
    knowStored(scorer, store);
    return scorer;
  }
  return {
    engine,
    async runJob({ job, desk, signal }) {
      const scorer = openScorer();
      const ports = { job, desk, base, trainer, engine, store, log };
      try {
        return await runPipeline({
          jobDir: jobFolder(env.AGENT_HOME, job.jobId),
          ports: {
            ...ports,
            ...(scorer === null ? {} : { scorer }),
            ...(parts.settings === undefined ? {} : { settings: parts.settings }),
            costPerHourUsd: env.AGENT_COST_PER_HOUR_USD,
            readWatts,
            sharesGpu: input.gpus.length > 0,
          },
          signal,
        });
      } finally {
        await scorer?.close();
      }
    },
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

async function assertServes(engine: ServingEngine): Promise<void> {
  const { ok, sentence } = await engine.health();
  if (!ok) throw new ServingError('engine_down', sentence);
}

/** However many there are, this costs nothing: each is made servable by its first draft. */
function knowStored(engine: ServingEngine, store: ModelStore): void {
  for (const { tag, file, sha256 } of store.list()) {
    engine.knowAdapter({ model: tag, path: file, sha256 });
  }
}
