import type { DraftDirective, draftTokensInputSchema } from '@emailai/contracts/agent-protocol';
import { newId } from '@emailai/contracts/ids';
import type { z } from 'zod';
import { AsyncQueue } from '../async-queue';
import type { Intervals } from '../intervals';

type DraftTokens = z.infer<typeof draftTokensInputSchema>;

export type RelayEvent =
  | { type: 'text'; text: string }
  | { type: 'ended'; reason: 'stop' | 'length' }
  /** `bySilence`: the agent did not say so; it left, or did not answer in time. */
  | { type: 'failed'; message: string; bySilence: boolean };

export interface RelayOrder {
  /** `null` asks the base. */
  modelName: string | null;
  userMessage: string;
  maxTokens: number;
}

/** An order that an agent has taken. `events` ends after `ended` or `failed`. */
export interface RelayedDraft {
  draftId: string;
  agentId: string;
  /** Base of the agent that writes. */
  baseName: string;
  events: AsyncGenerator<RelayEvent, void>;
  /** Must be called by the reader in the end; a draft that is still being written is stopped by it. */
  release(): void;
}

/**
 * Carries draft orders to the agents connected to this process and their tokens back. Orders go only to an agent
 * that listens and lists the model; a draft outlives neither its reader nor its agent.
 */
export interface DraftRelay {
  /** What an agent can write with, as its hello and heartbeats say. A new `bootId` ends drafts of the former process. */
  announce(agent: {
    agentId: string;
    bootId?: string;
    baseName?: string;
    models: readonly string[];
  }): void;
  /** The agent's subscription: its orders, until it leaves. */
  directives(input: {
    agentId: string;
    signal?: AbortSignal | undefined;
  }): AsyncGenerator<DraftDirective>;
  /** Tokens of an order; `wanted` is false once nobody reads them. */
  accept(agentId: string, tokens: DraftTokens): { wanted: boolean };
  /** Hands an order to an agent (the least busy one, or the one named), or answers `null` when none can take it. */
  order(input: RelayOrder & { agentId?: string; firstTokenMs?: number }): RelayedDraft | null;
  /** Whether an agent that listens (this one, where it is named) lists the model. */
  holds(modelName: string, agentId?: string): boolean;
  isListening(agentId: string): boolean;
  /** Ends the subscriptions and drafts of an agent. */
  drop(agentId: string): void;
}

interface Draft {
  agentId: string;
  queue: AsyncQueue<RelayEvent>;
  nextSeq: number;
  /** Until the agent has said that it ended. */
  writing: boolean;
  /** Tokens that arrived before those they follow. */
  early: Map<number, DraftTokens>;
}

interface Agent {
  readers: AsyncQueue<DraftDirective>[];
  models: Set<string>;
  bootId: string | undefined;
  baseName: string;
  goneTimer: NodeJS.Timeout | undefined;
}

const MAX_EARLY = 256;
const AGENT_LEFT = 'The agent that was writing went offline.';

export function createDraftRelay(
  intervals: Pick<Intervals, 'draftFirstTokenMs' | 'draftStallMs' | 'draftReconnectMs'>,
): DraftRelay {
  const agents = new Map<string, Agent>();
  const drafts = new Map<string, Draft>();

  const agentOf = (agentId: string): Agent => {
    const known = agents.get(agentId);
    if (known) return known;
    const agent: Agent = {
      readers: [],
      models: new Set(),
      bootId: undefined,
      baseName: 'base',
      goneTimer: undefined,
    };
    agents.set(agentId, agent);
    return agent;
  };
  const draftsOf = (agentId: string) =>
    [...drafts.values()].filter((draft) => draft.agentId === agentId);
  const failDrafts = (agentId: string) => {
    for (const draft of draftsOf(agentId)) {
      draft.queue.push({ type: 'failed', message: AGENT_LEFT, bySilence: true });
    }
  };
  const listening = (only?: string) =>
    [...agents].filter(
      ([agentId, agent]) => agent.readers.length > 0 && (only === undefined || only === agentId),
    );
  const send = (agentId: string, directive: DraftDirective) =>
    agents.get(agentId)?.readers.at(-1)?.push(directive);

  async function* eventsOf(draft: Draft, firstTokenMs: number): AsyncGenerator<RelayEvent, void> {
    for (let timeoutMs = firstTokenMs; ; timeoutMs = intervals.draftStallMs) {
      const next = await draft.queue.next({ timeoutMs });
      if (next === 'closed') return;
      if (next === 'timeout') {
        yield { type: 'failed', message: 'The agent did not answer in time.', bySilence: true };
        return;
      }
      yield next.item;
      if (next.item.type !== 'text') return;
    }
  }

  return {
    announce({ agentId, bootId, baseName, models }) {
      const agent = agentOf(agentId);
      if (bootId !== undefined && agent.bootId !== undefined && agent.bootId !== bootId) {
        failDrafts(agentId);
      }
      agent.bootId = bootId ?? agent.bootId;
      agent.baseName = baseName ?? agent.baseName;
      agent.models = new Set(models);
    },
    async *directives({ agentId, signal }) {
      const agent = agentOf(agentId);
      const queue = new AsyncQueue<DraftDirective>();
      agent.readers.push(queue);
      clearTimeout(agent.goneTimer);
      try {
        yield* queue.read(signal);
      } finally {
        agent.readers = agent.readers.filter((reader) => reader !== queue);
        if (agent.readers.length === 0 && agents.get(agentId) === agent) {
          agent.goneTimer = setTimeout(() => failDrafts(agentId), intervals.draftReconnectMs);
          agent.goneTimer.unref();
        }
      }
    },
    accept(agentId, tokens) {
      const draft = drafts.get(tokens.draftId);
      if (draft === undefined || draft.agentId !== agentId) return { wanted: false };
      if (tokens.seq >= draft.nextSeq && draft.early.size < MAX_EARLY) {
        draft.early.set(tokens.seq, tokens);
      }
      for (;;) {
        const due = draft.early.get(draft.nextSeq);
        if (due === undefined) return { wanted: true };
        draft.early.delete(draft.nextSeq);
        draft.nextSeq += 1;
        if (due.text !== '') draft.queue.push({ type: 'text', text: due.text });
        if (due.end === null) continue;
        draft.writing = false;
        draft.queue.push(
          due.end.kind === 'failed'
            ? { type: 'failed', message: due.end.message, bySilence: false }
            : { type: 'ended', reason: due.end.kind },
        );
      }
    },
    order({ modelName, userMessage, maxTokens, agentId: only, firstTokenMs }) {
      const able = listening(only)
        .filter(([, agent]) => modelName === null || agent.models.has(modelName))
        .map(([agentId]) => ({ agentId, open: draftsOf(agentId).length }))
        .sort((a, b) => a.open - b.open);
      const agentId = able[0]?.agentId;
      if (agentId === undefined) return null;
      const draftId = newId();
      const draft: Draft = {
        agentId,
        queue: new AsyncQueue(),
        nextSeq: 0,
        writing: true,
        early: new Map(),
      };
      drafts.set(draftId, draft);
      send(agentId, { kind: 'write', order: { draftId, modelName, userMessage, maxTokens } });
      return {
        draftId,
        agentId,
        baseName: agentOf(agentId).baseName,
        events: eventsOf(draft, firstTokenMs ?? intervals.draftFirstTokenMs),
        release() {
          // A reader that waits for the next token is let go.
          draft.queue.close();
          if (drafts.delete(draftId) && draft.writing) send(agentId, { kind: 'stop', draftId });
        },
      };
    },
    holds: (modelName, only) => listening(only).some(([, agent]) => agent.models.has(modelName)),
    isListening: (agentId) => listening(agentId).length > 0,
    drop(agentId) {
      for (const reader of agents.get(agentId)?.readers ?? []) reader.close();
      failDrafts(agentId);
      agents.delete(agentId);
    },
  };
}
