/** What the base and every writer's adapter are served by. One contract; the suite in `testing/` runs on each driver. */
export interface ServingEngine {
  readonly kind: 'embedded' | 'ollama' | 'vllm';
  /** Whether `score` and `distributions` answer: they need the whole vocabulary's probabilities. */
  readonly canScore: boolean;
  /**
   * Remembers where an adapter lies, without touching it: its first draft makes it servable. What an agent has on
   * disk is told this way when it starts, however much that is.
   */
  knowAdapter(adapter: AdapterFile): void;
  /**
   * Makes `model` servable from a GGUF adapter named by its content (`<sha256>.gguf`), or replaces what served
   * under that name. The content is verified first.
   */
  loadAdapter(adapter: AdapterFile): Promise<void>;
  unloadAdapter(model: string): Promise<void>;
  /**
   * Makes `model`, a version's tag, what other clients of this engine find under the mailbox's plain name. The version
   * before it stays at hand for a roll-back; what the engine has stored of older ones may go.
   */
  publish(model: string): Promise<void>;
  /** Streams a draft's text. Leaving the loop, or aborting `signal`, stops the writing. */
  chat(request: ChatRequest): AsyncGenerator<string, ChatEnd>;
  score(request: ReplyRequest): Promise<ReplyScore>;
  distributions(request: ReplyRequest): Promise<ReplyDistributions>;
  /** The names `chat` knows beside the base, in no order: known or made. */
  list(): Promise<string[]>;
  health(): Promise<EngineHealth>;
  /** What is held in memory now. Asking loads nothing. */
  memory(): Promise<EngineMemory>;
  /**
   * Gives the device's memory back, for a training that wants it: drafts under way are finished first, and it resolves
   * when the memory is seen to be free. Whatever is asked afterwards loads again. Rejects with a ServingError where
   * the engine keeps it.
   */
  freeMemory(): Promise<void>;
  close(): Promise<void>;
}

export interface EngineMemory {
  /** What writes without being loaded first; null is the base. */
  warm: (string | null)[];
  /** Main memory this engine holds; null where it does not tell. */
  residentBytes: number | null;
  /** GPU memory; the embedded engine tells what is in use on its device, by whomever. Null where nobody tells. */
  gpuBytes: number | null;
}

export interface AdapterFile {
  model: string;
  path: string;
  sha256: string;
}

/** One message of a conversation, as chat templates know them. */
export interface ChatTurn {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** `model` null is the base itself. Sampling is greedy unless a temperature above 0 is given. */
export interface ChatRequest {
  model: string | null;
  /** What stands before the user's message. Personal models have seen none in training: it is for the base. */
  earlier?: readonly ChatTurn[];
  userMessage: string;
  maxTokens: number;
  temperature?: number;
  seed?: number;
  signal?: AbortSignal;
}

export interface ChatEnd {
  /** `length`: the draft reached `maxTokens` before the model ended it. */
  reason: 'stop' | 'length';
  promptTokens: number;
  tokens: number;
  /** Tokens of the prompt's middle that did not fit and were left out. */
  cutTokens: number;
}

export interface ReplyRequest {
  model: string | null;
  userMessage: string;
  reply: string;
  signal?: AbortSignal;
}

export interface ReplyScore {
  /** Sum of -ln p over the reply's tokens and the token that ends the turn. */
  nats: number;
  tokens: number;
  cutTokens: number;
}

export interface ReplyDistributions {
  promptTokens: number[];
  replyTokens: number[];
  /** One row a reply token: ln p of every token of the vocabulary at that position. */
  logProbs: Float32Array[];
  cutTokens: number;
}

export interface EngineHealth {
  ok: boolean;
  /** For people: what serves, or what is wrong and what to do. */
  sentence: string;
}
