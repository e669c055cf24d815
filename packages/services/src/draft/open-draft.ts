import type { DraftOrder } from '@emailai/contracts/agent-protocol';
import { AsyncQueue } from '../async-queue';
import type { DraftTokens } from './draft-outbox';

export type RelayEvent =
  | { type: 'text'; text: string }
  | { type: 'ended'; reason: 'stop' | 'length' }
  /** `bySilence`: the agent did not say so; it left, or did not answer in time. */
  | { type: 'failed'; message: string; bySilence: boolean };

/** A draft that is read here, wherever its agent is. */
export interface OpenDraft {
  readonly agentId: string;
  readonly emailAccountId: string;
  readonly order: DraftOrder;
  /** Number of the next tokens the reader is shown. */
  readonly nextSeq: number;
  /** Until the agent has said that it ended. */
  readonly isWriting: boolean;
  /** Its reader has left. */
  readonly isClosed: boolean;
  /** Takes tokens in any order, and each once. */
  accept(tokens: DraftTokens): void;
  /** The agent has left. */
  fail(): void;
  events(times: { firstTokenMs: number; stallMs: number }): AsyncGenerator<RelayEvent, void>;
  /** Lets a reader go that waits for the next token. */
  close(): void;
}

/** Tokens kept that came before those they follow. */
const MAX_EARLY = 256;
const AGENT_LEFT = 'The agent that was writing went offline.';

export function openDraft(
  about: Pick<OpenDraft, 'agentId' | 'emailAccountId' | 'order'>,
): OpenDraft {
  const queue = new AsyncQueue<RelayEvent>();
  const early = new Map<number, DraftTokens>();
  let nextSeq = 0;
  let isWriting = true;
  let isClosed = false;

  const show = ({ text, end }: DraftTokens) => {
    if (text !== '') queue.push({ type: 'text', text });
    if (end === null) return;
    isWriting = false;
    queue.push(
      end.kind === 'failed'
        ? { type: 'failed', message: end.message, bySilence: false }
        : { type: 'ended', reason: end.kind },
    );
  };

  return {
    ...about,
    get nextSeq() {
      return nextSeq;
    },
    get isWriting() {
      return isWriting;
    },
    get isClosed() {
      return isClosed;
    },
    accept(tokens) {
      if (tokens.seq >= nextSeq && early.size < MAX_EARLY) early.set(tokens.seq, tokens);
      for (let due = early.get(nextSeq); due !== undefined; due = early.get(nextSeq)) {
        early.delete(nextSeq);
        nextSeq += 1;
        show(due);
      }
    },
    fail: () => queue.push({ type: 'failed', message: AGENT_LEFT, bySilence: true }),
    async *events({ firstTokenMs, stallMs }) {
      for (let timeoutMs = firstTokenMs; ; timeoutMs = stallMs) {
        const next = await queue.next({ timeoutMs });
        if (next === 'closed') return;
        if (next === 'timeout') {
          yield { type: 'failed', message: 'The agent did not answer in time.', bySilence: true };
          return;
        }
        yield next.item;
        if (next.item.type !== 'text') return;
      }
    },
    close() {
      isClosed = true;
      queue.close();
    },
  };
}
