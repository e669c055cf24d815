import { Ollama } from 'ollama';
import { createEngineProcess } from '../embedded/engine-process';
import type { AdapterFile, ChatEnd, ChatRequest, ServingEngine } from '../engine';
import { ServingError } from '../serving-error';
import { verifyAdapter } from '../verify-adapter';
import { adaptersRefused, takesAdapters } from './ollama-version';
import { uploadBlob } from './upload-blob';

export interface OllamaEngineOptions {
  /** OLLAMA_BASE_URL, with or without a trailing /api. */
  baseUrl: string;
  /** The very file the adapters were trained for, and its hash. */
  ggufFile: string;
  ggufSha256: string;
  contextTokens: number;
  /** See `engineThreads`. */
  threads: number;
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
  const host = options.baseUrl.replace(/\/+$/, '').replace(/\/api$/, '');
  const client = new Ollama({ host });
  const baseTag = `emailai-base:${options.ggufSha256.slice(0, 12)}`;
  const loaded = new Set<string>();
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
    log: options.log,
    onChild: options.onChild,
  });

  async function answerOf<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (cause) {
      if (cause instanceof ServingError) throw cause;
      throw ollamaError(host, cause);
    }
  }

  async function tags(): Promise<string[]> {
    const { models } = await answerOf(() => client.list());
    return models.map(({ name }) => name.replace(/:latest$/, ''));
  }

  /** What every model of ours is created with, so that other clients of this Ollama get the same prompts. */
  async function modelfile() {
    // The template with Ollama's own placeholder in the user's place is a template of Ollama's.
    const { text, endText } = await tokenizer.request('fitPrompt', {
      userMessage: '{{ .Prompt }}',
      maxTokens: options.contextTokens,
    });
    const { contextTokens, threads } = options;
    const parameters = { num_ctx: contextTokens, num_thread: threads, stop: [endText] };
    return { template: text, parameters };
  }

  async function ensureBase(): Promise<void> {
    if ((await tags()).includes(baseTag)) return;
    const digest = await answerOf(() => uploadBlob(host, options.ggufFile, options.ggufSha256));
    const files = { 'base.gguf': digest };
    // The client's types lack `files`; Ollama's API has it.
    const request = { model: baseTag, files, ...(await modelfile()) };
    await answerOf(() => client.create(request));
  }

  async function create({ model, path, sha256 }: AdapterFile): Promise<void> {
    const { version } = await answerOf(() => client.version());
    if (!takesAdapters(version)) throw adaptersRefused(version);
    await ensureBase();
    const digest = await answerOf(() => uploadBlob(host, path, sha256));
    const adapters = { 'adapter.gguf': digest };
    try {
      await client.create({ model, from: baseTag, adapters, ...(await modelfile()) });
    } catch (cause) {
      if (/no longer supported/.test(String(cause))) throw adaptersRefused(version);
      throw ollamaError(host, cause);
    }
  }

  async function* chat(request: ChatRequest): AsyncGenerator<string, ChatEnd> {
    const { model, userMessage, maxTokens, temperature = 0, seed, signal } = request;
    if (model === null) await ensureBase();
    else if (!(await tags()).includes(model)) {
      throw new ServingError('model_missing', `This Ollama does not hold the model ${model}.`);
    }
    const budget = options.contextTokens - maxTokens;
    const prompt = await tokenizer.request('fitPrompt', { userMessage, maxTokens: budget });
    signal?.throwIfAborted();
    const stream = await answerOf(() =>
      client.generate({
        model: model ?? baseTag,
        prompt: prompt.text,
        raw: true,
        stream: true,
        options: {
          num_ctx: options.contextTokens,
          num_predict: maxTokens,
          num_thread: options.threads,
          temperature,
          top_k: 40,
          top_p: 0.95,
          min_p: 0,
          // Ollama's default of 1.1 would write other words than the embedded engine.
          repeat_penalty: 1,
          stop: [prompt.endText],
          ...(seed === undefined ? {} : { seed }),
        },
      }),
    );
    const stop = () => stream.abort();
    signal?.addEventListener('abort', stop, { once: true });
    let end: ChatEnd | null = null;
    try {
      for await (const part of stream) {
        if (part.response) yield part.response;
        if (part.done) {
          end = {
            reason: part.done_reason === 'length' ? 'length' : 'stop',
            promptTokens: prompt.promptTokens,
            tokens: part.eval_count ?? 0,
            cutTokens: prompt.cutTokens,
          };
        }
      }
    } catch (cause) {
      signal?.throwIfAborted();
      throw ollamaError(host, cause);
    } finally {
      signal?.removeEventListener('abort', stop);
      stream.abort();
    }
    if (end === null) throw ollamaError(host, 'the answer broke off');
    return end;
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
    async loadAdapter(adapter) {
      await verifyAdapter(adapter);
      await create(adapter);
      loaded.add(adapter.model);
    },
    async unloadAdapter(model) {
      loaded.delete(model);
      if ((await tags()).includes(model)) await answerOf(() => client.delete({ model }));
    },
    async publish(model) {
      const destination = `${model.split(':')[0]}:latest`;
      await answerOf(() => client.copy({ source: model, destination }));
    },
    chat,
    score: cannotScore,
    distributions: cannotScore,
    async list() {
      const held = await tags();
      return [...loaded].filter((model) => held.includes(model));
    },
    async health() {
      try {
        const { version } = await answerOf(() => client.version());
        const ok = takesAdapters(version);
        const sentence = ok
          ? `Ollama ${version} at ${host} serves.`
          : adaptersRefused(version).message;
        return { ok, sentence };
      } catch (error) {
        return { ok: false, sentence: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => tokenizer.close(),
  };
}

function ollamaError(host: string, cause: unknown): ServingError {
  const isAway = cause instanceof TypeError || /ECONNREFUSED|fetch failed/.test(String(cause));
  const words = cause instanceof Error ? cause.message : String(cause);
  return isAway
    ? new ServingError(
        'engine_down',
        `Ollama at ${host} does not answer: start it, or set OLLAMA_BASE_URL to where it runs.`,
        { cause },
      )
    : new ServingError('failed', `Ollama could not do that: ${words}.`, { cause });
}
