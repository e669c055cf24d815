import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterForms } from '../adapter-forms';
import { createAdapterShelf } from '../adapter-shelf';
import { createEngineProcess } from '../embedded/engine-process';
import type { AdapterFile, ChatEnd, ChatRequest, ServingEngine } from '../engine';
import { ServingError } from '../serving-error';
import { plainNameOf, versionsToDrop } from '../version-tags';
import { isNotServed, openVllmServer } from './vllm-server';
import { writeVllmDraft } from './write-vllm-draft';

export interface VllmEngineOptions {
  /** VLLM_BASE_URL, with or without a trailing /v1. */
  baseUrl: string;
  apiKey?: string | undefined;
  /** Where adapters are written as PEFT directories; the vLLM server must read them at the same path. */
  adapterDir: string;
  forms: AdapterForms;
  /** The base the adapters were trained for: its tokenizer and template render the prompts. */
  ggufFile: string;
  contextTokens: number;
  environment: NodeJS.ProcessEnv;
  log: (sentence: string) => void;
  onChild?: (pid: number, isAlive: boolean) => void;
}

/**
 * A vLLM that the operator runs with the same base: one batch holds drafts of many adapters. Prompts are rendered and
 * cut here and go there as tokens. Adapters are judged on the embedded engine: `canScore` is false.
 */
export function createVllmEngine(options: VllmEngineOptions): ServingEngine {
  const { adapterDir, forms, log } = options;
  const server = openVllmServer(options.baseUrl, options.apiKey);
  const tokenizer = createEngineProcess({
    open: {
      ggufFile: options.ggufFile,
      contextTokens: options.contextTokens,
      threads: 1,
      maxContexts: 1,
      recycleAfter: 1,
      gpu: false,
      vocabularyOnly: true,
    },
    environment: options.environment,
    log,
    onChild: options.onChild,
  });
  const shelf = createAdapterShelf(make);
  const folderOf = ({ sha256 }: AdapterFile) => join(adapterDir, sha256);

  /** The served base is the entry that has no parent. */
  async function readBase(): Promise<{ name: string; contextTokens: number }> {
    const base = (await server.models()).find(({ parent }) => parent == null);
    if (base === undefined) throw new ServingError('base_refused', 'This vLLM serves no base.');
    const most = base.max_model_len ?? options.contextTokens;
    return { name: base.id, contextTokens: Math.min(most, options.contextTokens) };
  }

  async function make(adapter: AdapterFile): Promise<void> {
    const folder = folderOf(adapter);
    if (!existsSync(join(folder, 'adapter_config.json'))) {
      await mkdir(adapterDir, { recursive: true });
      await forms.writePeft(adapter.path, folder);
    }
    await serveAs(adapter.model, folder);
  }

  async function serveAs(name: string, folder: string): Promise<void> {
    const held = (await server.models()).find(({ id }) => id === name);
    // Folders are named by their content.
    if (held?.root === folder) return;
    if (held !== undefined) await server.unloadAdapter(name);
    await server.loadAdapter(name, folder);
  }

  async function stopServing(names: readonly string[]): Promise<void> {
    const held = new Set((await server.models()).map(({ id }) => id));
    for (const name of names) if (held.has(name)) await server.unloadAdapter(name);
  }

  async function* draft(request: ChatRequest): AsyncGenerator<string, ChatEnd> {
    const { model, earlier = [], userMessage, signal } = request;
    if (model !== null) await shelf.ready(model);
    const base = await readBase();
    // A draft may take half of the context at most: the mail it answers needs room as well.
    const maxTokens = Math.min(request.maxTokens, Math.floor(base.contextTokens / 2));
    const budget = base.contextTokens - maxTokens;
    const wanted = { earlier, userMessage, maxTokens: budget };
    const prompt = await tokenizer.request('fitPrompt', wanted);
    signal?.throwIfAborted();
    return yield* writeVllmDraft({
      server,
      name: model ?? base.name,
      prompt,
      request: { ...request, maxTokens },
    });
  }

  async function* chat(request: ChatRequest): AsyncGenerator<string, ChatEnd> {
    try {
      return yield* draft(request);
    } catch (cause) {
      request.signal?.throwIfAborted();
      if (request.model === null || !isNotServed(cause)) throw server.error(cause);
      // It was started anew and knows no adapters. It says so before the first word: nothing has been written yet.
      log(`vLLM lacks ${request.model}: loading it again.`);
      shelf.lose(request.model);
    }
    try {
      return yield* draft(request);
    } catch (cause) {
      request.signal?.throwIfAborted();
      throw server.error(cause);
    }
  }

  const cannotScore = async (): Promise<never> => {
    throw new ServingError(
      'cannot_score',
      'vLLM is asked for no probabilities: the embedded engine judges adapters.',
    );
  };

  return {
    kind: 'vllm',
    canScore: false,
    knowAdapter: (adapter) => shelf.know(adapter),
    loadAdapter: (adapter) => shelf.load(adapter),
    async unloadAdapter(model) {
      const adapter = shelf.find(model);
      shelf.forget(model);
      await stopServing([model]);
      if (
        adapter !== null &&
        !shelf.models.some((other) => shelf.find(other)?.sha256 === adapter.sha256)
      ) {
        await rm(folderOf(adapter), { recursive: true, force: true });
      }
    },
    async publish(model) {
      await serveAs(plainNameOf(model), folderOf(await shelf.ready(model)));
      const held = (await server.models()).map(({ id }) => id);
      const dropped = versionsToDrop(held, model);
      await stopServing(dropped);
      for (const tag of dropped) shelf.lose(tag);
    },
    chat,
    score: cannotScore,
    distributions: cannotScore,
    list: async () => shelf.models,
    async health() {
      try {
        const { name } = await readBase();
        return { ok: true, sentence: `The vLLM at ${server.url} serves ${name}.` };
      } catch (error) {
        return { ok: false, sentence: error instanceof Error ? error.message : String(error) };
      }
    },
    async memory() {
      const served = new Set((await server.models()).map(({ id }) => id));
      const warm = shelf.models.filter((model) => served.has(model));
      return { warm: [null, ...warm], residentBytes: null, gpuBytes: null };
    },
    async freeMemory() {
      throw new ServingError(
        'unsupported',
        'vLLM keeps its memory as long as it runs: train on another GPU, or stop it first.',
      );
    },
    close: () => tokenizer.close(),
  };
}
