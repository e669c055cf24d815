import type { ChatEnd, ReplyRequest, ServingEngine } from '../engine';
import { ServingError } from '../serving-error';
import { verifyAdapter } from '../verify-adapter';
import { createEngineProcess } from './engine-process';
import type { EngineMemory, TokenisedReply } from './engine-verbs';
import { streamText } from './stream-text';

const DEFAULT_MAX_CONTEXTS = 8;
/** llama.cpp frees adapters only with the base. */
const RECYCLE_AFTER_ADAPTERS = 200;

export interface EmbeddedEngineOptions {
  /** The very file the adapters were trained for. */
  ggufFile: string;
  /** See `engineThreads`. */
  threads: number;
  contextTokens: number;
  maxContexts?: number;
  recycleAfterAdapters?: number;
  /** Use a GPU where llama.cpp finds one. */
  gpu?: boolean;
  /** The parent's environment, of which the child gets an allow-listed part. */
  environment: NodeJS.ProcessEnv;
  log: (sentence: string) => void;
  /** Told of each child, so that a caller may reap it after a crash of its own. */
  onChild?: (pid: number, isAlive: boolean) => void;
}

export interface EmbeddedEngine extends ServingEngine {
  readonly kind: 'embedded';
  /** How the served base renders and tokenises: to be compared with the trainer's. */
  tokenise(input: { userMessage: string; reply: string }): Promise<TokenisedReply>;
  memory(): Promise<EngineMemory>;
  readonly pid: number | undefined;
}

/** llama.cpp in a child process: one copy of the base, a context per adapter, nothing to install. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const adapters = new Map<string, string>();
  const child = createEngineProcess({
    open: {
      ggufFile: options.ggufFile,
      threads: options.threads,
      contextTokens: options.contextTokens,
      maxContexts: options.maxContexts ?? DEFAULT_MAX_CONTEXTS,
      recycleAfter: options.recycleAfterAdapters ?? RECYCLE_AFTER_ADAPTERS,
      gpu: options.gpu ?? false,
      vocabularyOnly: false,
    },
    environment: options.environment,
    log: options.log,
    onChild: options.onChild,
  });

  /** Paths, not names, go to the child: a restarted one needs to be told nothing. */
  function adapterOf(model: string | null): string | null {
    if (model === null) return null;
    const path = adapters.get(model);
    if (path === undefined) {
      throw new ServingError('model_missing', `This agent does not hold the model ${model}.`);
    }
    return path;
  }
  const replyInput = ({ model, userMessage, reply }: ReplyRequest) => ({
    adapter: adapterOf(model),
    userMessage,
    reply,
  });

  return {
    kind: 'embedded',
    canScore: true,
    async loadAdapter(adapter) {
      await verifyAdapter(adapter);
      adapters.set(adapter.model, adapter.path);
    },
    async unloadAdapter(model) {
      adapters.delete(model);
    },
    // Nobody but its agent talks to this engine, and that asks for versions.
    async publish(model) {
      adapterOf(model);
    },
    async *chat({ model, userMessage, maxTokens, temperature = 0, seed, signal }) {
      const adapter = adapterOf(model);
      const input = { adapter, userMessage, maxTokens, temperature, seed: seed ?? null };
      return yield* streamText<ChatEnd>(signal, (onText, stop) =>
        child.request('chat', input, { signal: stop, onText }),
      );
    },
    score: async (request) => child.request('score', replyInput(request), request),
    distributions: async (request) => child.request('distributions', replyInput(request), request),
    tokenise: (input) => child.request('tokenise', input),
    memory: () => child.request('memory', null),
    list: async () => [...adapters.keys()],
    async health() {
      try {
        const { contexts } = await child.request('memory', null);
        return { ok: true, sentence: `The embedded engine serves; ${contexts} contexts are warm.` };
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        return { ok: false, sentence };
      }
    },
    get pid() {
      return child.pid;
    },
    close: () => child.close(),
  };
}
