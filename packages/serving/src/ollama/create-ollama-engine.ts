import { createAdapterShelf } from '../adapter-shelf';
import { createEngineProcess } from '../embedded/engine-process';
import type { ChatEnd, ChatRequest, ServingEngine } from '../engine';
import { ServingError } from '../serving-error';
import { createOllamaModelMaker, type MergeParts } from './make-ollama-model';
import { isNotFound, openOllamaHost } from './ollama-host';
import { freeOllamaMemory, readOllamaMemory } from './ollama-memory';
import { adaptersRefused, type OllamaMode, takesAdapters } from './ollama-version';
import { deleteOllamaModel, publishOllamaModel } from './publish-ollama-model';
import { writeOllamaDraft } from './write-ollama-draft';

export interface OllamaEngineOptions {
  /** OLLAMA_BASE_URL, with or without a trailing /api. */
  baseUrl: string;
  mode: OllamaMode;
  merge: MergeParts;
  /** The very file the adapters were trained for, and its hash. */
  ggufFile: string;
  ggufSha256: string;
  contextTokens: number;
  /** See `engineThreads`. */
  threads: number;
  /** How long Ollama keeps a model in memory after a draft; undefined leaves it to Ollama. */
  keepAliveS?: number | undefined;
  environment: NodeJS.ProcessEnv;
  log: (sentence: string) => void;
  onChild?: (pid: number, isAlive: boolean) => void;
}

/**
 * An Ollama that the operator runs. Prompts are rendered and cut by the base's own template and tokenizer and go
 * there raw, for Ollama's templates are its own and it cuts silently. It gives no probabilities of a given reply:
 * `canScore` is false, and adapters are judged on the embedded engine with the same file.
 */
export function createOllamaEngine(options: OllamaEngineOptions): ServingEngine {
  const { contextTokens, threads, log } = options;
  const host = openOllamaHost(options.baseUrl);
  const baseTag = `emailai-base:${options.ggufSha256.slice(0, 12)}`;
  const tokenizer = createEngineProcess({
    open: {
      ggufFile: options.ggufFile,
      contextTokens,
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
  const maker = createOllamaModelMaker({ ...options, host, baseTag, modelfile });
  const shelf = createAdapterShelf((adapter) => maker.make(adapter));

  /** What every model of ours is created with, so that other clients of this Ollama get the same prompts. */
  async function modelfile() {
    // The template with Ollama's own placeholder in the user's place is a template of Ollama's.
    const { text, endText } = await tokenizer.request('fitPrompt', {
      earlier: [],
      userMessage: '{{ .Prompt }}',
      maxTokens: contextTokens,
    });
    const parameters = { num_ctx: contextTokens, num_thread: threads, stop: [endText] };
    return { template: text, parameters };
  }

  async function* draft(request: ChatRequest): AsyncGenerator<string, ChatEnd> {
    const { model, earlier = [], userMessage, signal } = request;
    if (model !== null) await shelf.ready(model);
    // A draft may take half of the context at most: the mail it answers needs room as well.
    const maxTokens = Math.min(request.maxTokens, Math.floor(contextTokens / 2));
    const budget = contextTokens - maxTokens;
    const wanted = { earlier, userMessage, maxTokens: budget };
    const prompt = await tokenizer.request('fitPrompt', wanted);
    signal?.throwIfAborted();
    return yield* writeOllamaDraft({
      ...options,
      host,
      tag: model ?? baseTag,
      prompt,
      request: { ...request, maxTokens },
      keepAliveS: options.keepAliveS,
    });
  }

  async function* chat(request: ChatRequest): AsyncGenerator<string, ChatEnd> {
    try {
      return yield* draft(request);
    } catch (cause) {
      request.signal?.throwIfAborted();
      if (!isNotFound(cause)) throw host.error(cause);
      // Somebody has emptied this Ollama. It says so before the first word, so nothing has been written yet.
      log(`Ollama lacks ${request.model ?? 'the base'}: making it again.`);
      if (request.model === null) await maker.ensureBase();
      else shelf.lose(request.model);
    }
    try {
      return yield* draft(request);
    } catch (cause) {
      request.signal?.throwIfAborted();
      throw host.error(cause);
    }
  }

  const cannotScore = async (): Promise<never> => {
    throw new ServingError(
      'cannot_score',
      'Ollama tells no probabilities of a given reply: the embedded engine judges adapters.',
    );
  };

  return {
    kind: 'ollama',
    canScore: false,
    knowAdapter: (adapter) => shelf.know(adapter),
    loadAdapter: (adapter) => shelf.load(adapter),
    async unloadAdapter(model) {
      shelf.forget(model);
      await deleteOllamaModel(host, model);
    },
    async publish(model) {
      await shelf.ready(model);
      await publishOllamaModel(host, model, log);
    },
    chat,
    score: cannotScore,
    distributions: cannotScore,
    list: async () => shelf.models,
    async health() {
      try {
        const { version } = await host.ask((client) => client.version());
        const mode = await maker.mode();
        if (mode === 'adapter' && !takesAdapters(version)) throw adaptersRefused(version);
        const how = mode === 'merged' ? '; models are merged into the base, a whole one each' : '';
        return { ok: true, sentence: `Ollama ${version} at ${host.url} serves${how}.` };
      } catch (error) {
        return { ok: false, sentence: error instanceof Error ? error.message : String(error) };
      }
    },
    memory: () => readOllamaMemory(host, { baseTag, models: shelf.models }),
    freeMemory: () => freeOllamaMemory(host, { baseTag, models: shelf.models }),
    close: () => tokenizer.close(),
  };
}
