import { createAdapterShelf } from '../adapter-shelf';
import type { ChatEnd, ReplyRequest, ServingEngine } from '../engine';
import { createEngineProcess } from './engine-process';
import type { ChildMemory, TokenisedReply } from './engine-verbs';
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
  /** Memory is given back when nothing was asked for so long; undefined keeps the base loaded. */
  keepAliveS?: number | undefined;
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
  /** How often the base was loaded, and what lies on it, in the child that lives; null where none does. */
  childMemory(): Promise<ChildMemory | null>;
  readonly pid: number | undefined;
}

/** llama.cpp in a child process: one copy of the base, a context per adapter, nothing to install. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  // A context is made with its adapter at the first draft: until then there is nothing to make.
  const shelf = createAdapterShelf(async () => undefined);
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
    restAfterMs: options.keepAliveS === undefined ? undefined : options.keepAliveS * 1_000,
    onChild: options.onChild,
  });
  const childMemory = async () => (child.pid === undefined ? null : child.request('memory', null));

  /** Paths, not names, go to the child: a restarted one needs to be told nothing. */
  const adapterOf = async (model: string | null) =>
    model === null ? null : (await shelf.ready(model)).path;
  const replyInput = async ({ model, userMessage, reply }: ReplyRequest) => ({
    adapter: await adapterOf(model),
    userMessage,
    reply,
  });

  return {
    kind: 'embedded',
    canScore: true,
    knowAdapter: (adapter) => shelf.know(adapter),
    loadAdapter: (adapter) => shelf.load(adapter),
    async unloadAdapter(model) {
      shelf.forget(model);
    },
    // Nobody but its agent talks to this engine, and that asks for versions.
    async publish(model) {
      await shelf.ready(model);
    },
    async *chat({ model, earlier = [], userMessage, maxTokens, temperature = 0, seed, signal }) {
      const adapter = await adapterOf(model);
      const prompt = { adapter, earlier, userMessage };
      const input = { ...prompt, maxTokens, temperature, seed: seed ?? null };
      return yield* streamText<ChatEnd>(signal, (onText, stop) =>
        child.request('chat', input, { signal: stop, onText }),
      );
    },
    score: async (request) => child.request('score', await replyInput(request), request),
    distributions: async (request) =>
      child.request('distributions', await replyInput(request), request),
    tokenise: (input) => child.request('tokenise', input),
    childMemory,
    async memory() {
      const held = await childMemory();
      if (held === null) return { warm: [], residentBytes: 0, gpuBytes: 0 };
      const { warm, residentBytes, gpuBytes } = held;
      const models = shelf.modelsAt(new Set(warm));
      return { warm: warm.includes(null) ? [null, ...models] : models, residentBytes, gpuBytes };
    },
    freeMemory: () => child.rest(),
    list: async () => shelf.models,
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
