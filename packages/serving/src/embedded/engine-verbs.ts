import type { ChatEnd, ChatTurn, ReplyDistributions, ReplyScore } from '../engine';
import type { ServingErrorCode } from '../serving-error';

/** What the engine's parent asks of its child, and what comes back. Both sides are of one version: types suffice. */
export interface EngineVerbs {
  open: { input: OpenInput; result: BaseFacts };
  chat: { input: ChatInput; result: ChatEnd };
  score: { input: ReplyInput; result: ReplyScore };
  distributions: { input: ReplyInput; result: ReplyDistributions };
  tokenise: { input: Omit<ReplyInput, 'adapter'>; result: TokenisedReply };
  fitPrompt: { input: FitPromptInput; result: FittedPrompt };
  memory: { input: null; result: ChildMemory };
}
export type EngineVerb = keyof EngineVerbs;

export interface OpenInput {
  ggufFile: string;
  threads: number;
  contextTokens: number;
  maxContexts: number;
  recycleAfter: number;
  gpu: boolean;
  /** Load the tokenizer and the template without the weights: nothing can be written or scored then. */
  vocabularyOnly: boolean;
}

export interface FitPromptInput {
  earlier: readonly ChatTurn[];
  userMessage: string;
  maxTokens: number;
}

/** A rendered prompt within a budget: as text for an engine that tokenises by itself, and as tokens for one that need not. */
export interface FittedPrompt {
  /** Without the token that begins a text where such an engine adds it. */
  text: string;
  promptTokens: number;
  cutTokens: number;
  /** What ends the model's turn, as text. */
  endText: string;
  promptTokenIds: number[];
  endTokenId: number;
}

export interface BaseFacts {
  contextTokens: number;
  vocabularyTokens: number;
}

/** `adapter` is the path of a content-named LoRA file; null is the base. */
export interface ChatInput {
  adapter: string | null;
  earlier: readonly ChatTurn[];
  userMessage: string;
  maxTokens: number;
  temperature: number;
  seed: number | null;
}

export interface ReplyInput {
  adapter: string | null;
  userMessage: string;
  reply: string;
}

export interface TokenisedReply {
  promptText: string;
  promptTokens: number[];
  /** Ends with the token that ends the turn. */
  replyTokens: number[];
}

export interface ChildMemory {
  contexts: number;
  /** Adapters llama.cpp holds since the base was last loaded. */
  adapters: number;
  baseLoads: number;
  /** The adapters of the contexts that are made, by path; null is the base's. */
  warm: (string | null)[];
  residentBytes: number;
  gpuBytes: number;
}

export type ToChild =
  | {
      [V in EngineVerb]: { type: 'request'; id: number; verb: V; input: EngineVerbs[V]['input'] };
    }[EngineVerb]
  | { type: 'cancel'; id: number }
  | { type: 'close' };

export type FromChild =
  | { type: 'text'; id: number; text: string }
  | { type: 'done'; id: number; result: EngineVerbs[EngineVerb]['result'] }
  | { type: 'failed'; id: number; code: ServingErrorCode; message: string };
