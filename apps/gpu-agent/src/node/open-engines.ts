import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Base } from '@emailai/pipeline/base/base';
import { usedContext } from '@emailai/pipeline/train-settings';
import { createAdapterForms } from '@emailai/pipeline/trainer/adapter-forms';
import { createEmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import { engineThreads } from '@emailai/serving/embedded/engine-threads';
import type { ServingEngine } from '@emailai/serving/engine';
import { createOllamaEngine } from '@emailai/serving/ollama/create-ollama-engine';
import { readDisk } from '@emailai/serving/ollama/disk-room';
import { createVllmEngine } from '@emailai/serving/vllm/create-vllm-engine';
import type { Log } from '../core/ports';
import type { AgentEnv } from '../env';

/** The engines an agent can have, each for its base and with its settings. */
export interface Engines {
  /** The one the settings name. */
  chosen(): ServingEngine;
  embedded(): ServingEngine;
}

export function openEngines(input: {
  base: Base;
  env: AgentEnv;
  hasGpu: boolean;
  log: Log;
  onChild: (pid: number) => void;
}): Engines {
  const { base, env, log } = input;
  const shared = {
    ggufFile: base.ggufFile,
    threads: engineThreads(base.parameters),
    contextTokens: usedContext(base),
    environment: process.env,
    log,
    onChild: input.onChild,
  };
  const forms = createAdapterForms({
    base,
    weights: env.AGENT_MERGED_WEIGHTS,
    python: env.EMAILAI_PYTHON,
    environment: process.env,
  });
  const embedded = () =>
    createEmbeddedEngine({
      ...shared,
      gpu: input.hasGpu,
      maxContexts: env.AGENT_MAX_CONTEXTS,
      keepAliveS: env.AGENT_KEEP_ALIVE_S,
    });

  function ollama(baseUrl: string): ServingEngine {
    const workDir = join(env.AGENT_HOME, 'merged');
    const storeDir = ollamaStore(baseUrl, env.OLLAMA_MODELS);
    return createOllamaEngine({
      ...shared,
      baseUrl,
      ggufSha256: base.sha256,
      mode: env.AGENT_OLLAMA_MODE,
      keepAliveS: env.AGENT_KEEP_ALIVE_S,
      merge: {
        forms,
        workDir,
        async readHere() {
          await mkdir(workDir, { recursive: true, mode: 0o700 });
          return readDisk(workDir);
        },
        readTheirs: async () => (storeDir === null ? null : readDisk(storeDir)),
      },
    });
  }

  const vllm = (baseUrl: string) =>
    createVllmEngine({
      ...shared,
      baseUrl,
      apiKey: env.VLLM_API_KEY,
      adapterDir: env.VLLM_ADAPTER_DIR ?? join(env.AGENT_HOME, 'peft'),
      forms,
    });

  return {
    embedded,
    chosen() {
      if (env.ollamaUrl !== null) return ollama(env.ollamaUrl);
      return env.vllmUrl === null ? embedded() : vllm(env.vllmUrl);
    },
  };
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Where the Ollama of this machine keeps its models; null for one elsewhere, or where nobody would look. */
function ollamaStore(baseUrl: string, named: string | undefined): string | null {
  if (!LOOPBACK.test(new URL(baseUrl).hostname)) return null;
  const usual = [join(homedir(), '.ollama', 'models'), '/usr/share/ollama/.ollama/models'];
  const places = named === undefined ? usual : [named];
  return places.find((place) => existsSync(place)) ?? null;
}
