import {
  getLlama,
  type Llama,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
} from 'node-llama-cpp';
import { looksLikeGguf } from '../looks-like-gguf';
import { ServingError } from '../serving-error';
import { ChatFormat } from './chat-format';
import { ContextPool } from './context-pool';
import type { BaseFacts, ChildMemory, OpenInput } from './engine-verbs';

/**
 * What a context held outside of JavaScript is partly freed with its wrapper only, and wrappers are too small for V8
 * to hurry: after so many contexts it is told to collect, which takes some 20 ms.
 */
const COLLECT_AFTER_CONTEXTS = 50;

/** One base in memory and a bounded number of contexts on it, each with its own adapter or none. */
export class ModelHost {
  readonly facts: BaseFacts;
  #model: LlamaModel;
  #format: ChatFormat;
  #baseLoads = 1;
  #contextsMade = 0;
  readonly #pool: ContextPool;

  private constructor(
    readonly llama: Llama,
    model: LlamaModel,
    readonly options: OpenInput,
  ) {
    this.#model = model;
    this.#format = new ChatFormat(model);
    this.facts = {
      contextTokens: options.contextTokens,
      vocabularyTokens: model.fileInfo.metadata.tokenizer.ggml.tokens.length,
    };
    this.#pool = new ContextPool({
      maxContexts: options.maxContexts,
      recycleAfter: options.recycleAfter,
      createContext: (adapter) => this.#createContext(adapter),
      recycle: () => this.#reloadBase(),
    });
  }

  /** Rejects with `base_refused` where llama.cpp cannot load the file. */
  static async open(options: OpenInput): Promise<ModelHost> {
    const llama = await getLlama({
      gpu: options.gpu ? 'auto' : false,
      // The packaged binaries are enough, and a build would download a compiler's worth of sources.
      build: 'never',
      progressLogs: false,
      maxThreads: Math.max(options.threads, 2),
      logLevel: LlamaLogLevel.error,
      logger: (_level, message) => process.stderr.write(message),
    });
    return new ModelHost(llama, await loadBase(llama, options), options);
  }

  get model(): LlamaModel {
    return this.#model;
  }

  get format(): ChatFormat {
    return this.#format;
  }

  async memory(): Promise<ChildMemory> {
    const gpuBytes = this.llama.gpu === false ? 0 : (await this.llama.getVramState()).used;
    const residentBytes = process.memoryUsage.rss();
    return { ...this.#pool.counts, baseLoads: this.#baseLoads, residentBytes, gpuBytes };
  }

  /** Lends the context of `adapter` to `work` alone. Rejects with `signal.reason` while waiting for it. */
  withSequence<T>(
    adapter: string | null,
    signal: AbortSignal,
    work: (sequence: LlamaContextSequence) => Promise<T>,
  ): Promise<T> {
    return this.#pool.lend(adapter, signal, work);
  }

  async #createContext(adapter: string | null): Promise<LlamaContextSequence> {
    const { contextTokens, threads } = this.options;
    this.#contextsMade += 1;
    if (this.#contextsMade % COLLECT_AFTER_CONTEXTS === 0) globalThis.gc?.();
    try {
      const context = await this.#model.createContext({
        contextSize: contextTokens,
        // llama.cpp's own default of 4 costs a second a token on two cores.
        threads,
        ...(adapter === null ? {} : { lora: { adapters: [{ filePath: adapter, scale: 1 }] } }),
      });
      return context.getSequence();
    } catch (cause) {
      if (adapter === null) throw cause;
      throw new ServingError(
        'adapter_refused',
        'The model engine refused this adapter: it was trained on another base, or there is too little memory.',
        { cause },
      );
    }
  }

  async #reloadBase(): Promise<void> {
    await this.#model.dispose();
    this.#model = await loadBase(this.llama, this.options);
    this.#format = new ChatFormat(this.#model);
    this.#baseLoads += 1;
  }
}

async function loadBase(
  llama: Llama,
  { ggufFile, vocabularyOnly }: OpenInput,
): Promise<LlamaModel> {
  try {
    if (!(await looksLikeGguf(ggufFile))) throw new Error('no GGUF header');
    return await llama.loadModel({ modelPath: ggufFile, vocabOnly: vocabularyOnly });
  } catch (cause) {
    throw new ServingError(
      'base_refused',
      'The model engine cannot load the base: the file is damaged, of an unknown kind, or larger than the memory.',
      { cause },
    );
  }
}
