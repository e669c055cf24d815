import type { DraftDirective } from '@emailai/contracts/agent-protocol';
import { newId } from '@emailai/contracts/ids';
import type { DraftNote } from '@emailai/db/draft/draft-note';
import type { Intervals } from '../intervals';
import type { Log } from '../log';
import type { DraftOutbox, DraftTokens } from './draft-outbox';
import { type AnnouncedAgent, createListeningAgents } from './listening-agents';
import { type OpenDraft, openDraft, type RelayEvent } from './open-draft';
import { createSharedDrafts } from './shared-drafts';

export interface RelayOrder {
  /** Whose words the prompt holds: the mailbox whose key seals it on its way to another instance. */
  emailAccountId: string;
  /** Tag of a version; `null` asks the base. */
  modelName: string | null;
  /** The file that the version must be. */
  adapterSha256?: string;
  userMessage: string;
  maxTokens: number;
  /** Only this agent may write it. */
  agentId?: string;
  firstTokenMs?: number;
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
 * Carries draft orders to agents and their tokens back: in memory where the agent is connected to this instance,
 * else through the outbox. Orders go only to an agent that is online and lists the model; a draft outlives neither
 * its reader nor its agent.
 */
export interface DraftRelay {
  /** What an agent that is connected here can write with, as its hello and heartbeats say. */
  announce(agent: AnnouncedAgent): void;
  /** The agent runs anew: what its former process was writing has ended. */
  startAnew(agentId: string): Promise<void>;
  /** The agent's subscription: its orders, until it leaves. */
  directives(input: {
    agentId: string;
    signal?: AbortSignal | undefined;
  }): AsyncGenerator<DraftDirective>;
  /** Tokens of an order; `wanted` is false once nobody reads them. */
  accept(agentId: string, tokens: DraftTokens): Promise<{ wanted: boolean }>;
  /** Hands an order to an agent, or answers `null` when none can take it. */
  order(input: RelayOrder): Promise<RelayedDraft | null>;
  /** Whether an agent that is online (this one, where it is named) lists the model. */
  holds(modelTag: string, agentId?: string): Promise<boolean>;
  /** Those of the tags that an agent which is online lists. */
  held(modelTags: readonly string[]): Promise<Set<string>>;
  /** Ends the subscriptions and drafts of an agent. */
  drop(agentId: string): Promise<void>;
  /** What another instance, or this one, told through the outbox. */
  hear(note: DraftNote): void;
  /** Looks at everything that is shared: notes may have been lost. */
  rescan(): void;
  close(): void;
}

type RelayIntervals = Pick<
  Intervals,
  'draftFirstTokenMs' | 'draftStallMs' | 'draftReconnectMs' | 'draftLeaseMs'
>;

export function createDraftRelay(ports: {
  outbox: DraftOutbox;
  intervals: RelayIntervals;
  log: Log;
}): DraftRelay {
  const { outbox, intervals } = ports;
  const agents = createListeningAgents();
  /** Read here. */
  const drafts = new Map<string, OpenDraft>();
  let isClosed = false;

  const attempt = (what: Promise<unknown>) =>
    what.catch((error: unknown) => {
      if (!isClosed) ports.log({ level: 'warn', event: 'draft_outbox_failed', error });
    });
  const draftsOf = (agentId: string) =>
    [...drafts.values()].filter((draft) => draft.agentId === agentId);
  const failLocal = (agentId: string) => {
    for (const draft of draftsOf(agentId)) if (!shared.has(draft.order.draftId)) draft.fail();
  };

  const shared = createSharedDrafts({
    outbox,
    leaseMs: intervals.draftLeaseMs,
    attempt: (what) => void attempt(what),
  });

  async function takeOrders(agentId: string): Promise<void> {
    for (const order of await outbox.take(agentId)) agents.send(agentId, { kind: 'write', order });
  }

  /** The agent's last connection here has ended: it may be back at another instance at once. */
  async function onGone(agentId: string): Promise<void> {
    const timer = setTimeout(() => {
      if (agents.isListening(agentId)) return;
      failLocal(agentId);
      void attempt(outbox.leave(agentId));
    }, intervals.draftReconnectMs);
    timer.unref();
    const local = draftsOf(agentId).filter(({ order }) => !shared.has(order.draftId));
    await Promise.all(
      local
        .filter((draft) => draft.isWriting)
        .map((draft) => shared.share(draft, { isTaken: true })),
    );
  }

  /** An order that no instance has handed over by then never will be. */
  function failUntaken(draft: OpenDraft): void {
    const { draftId } = draft.order;
    const timer = setTimeout(async () => {
      if (!drafts.has(draftId) || draft.nextSeq > 0) return;
      const found = await outbox.read(draftId, 0);
      if (!found?.isTaken) draft.fail();
    }, intervals.draftReconnectMs);
    timer.unref();
  }

  return {
    announce: (agent) => agents.announce(agent),
    async startAnew(agentId) {
      failLocal(agentId);
      await outbox.fail({ agentId, which: 'taken' });
    },
    async *directives({ agentId, signal }) {
      const { queue, leave } = agents.join(agentId);
      void attempt(outbox.adopt(agentId).then(() => takeOrders(agentId)));
      try {
        yield* queue.read(signal);
      } finally {
        if (leave()) void attempt(onGone(agentId));
      }
    },
    async accept(agentId, tokens) {
      const draft = drafts.get(tokens.draftId);
      if (draft === undefined) return outbox.append(agentId, tokens);
      if (draft.agentId !== agentId) return { wanted: false };
      draft.accept(tokens);
      return { wanted: true };
    },
    async order(input) {
      const { emailAccountId, modelName, adapterSha256, userMessage, maxTokens } = input;
      const [here] = agents
        .able(modelName, input.agentId)
        .map((agent) => ({ ...agent, open: draftsOf(agent.agentId).length }))
        .sort((a, b) => a.open - b.open);
      const wanted = { modelTag: modelName, agentId: input.agentId ?? null };
      const writer = here ?? (await outbox.findWriter(wanted));
      if (writer === null) return null;
      const { agentId, baseName } = writer;
      const draftId = newId();
      const file = adapterSha256 === undefined ? {} : { adapterSha256 };
      const order = { draftId, modelName, ...file, userMessage, maxTokens };
      const draft = openDraft({ agentId, emailAccountId, order });
      drafts.set(draftId, draft);
      if (here) agents.send(agentId, { kind: 'write', order });
      else {
        await shared.share(draft, { isTaken: false }).catch((error: unknown) => {
          drafts.delete(draftId);
          throw error;
        });
        failUntaken(draft);
      }
      const { draftFirstTokenMs, draftStallMs } = intervals;
      return {
        draftId,
        agentId,
        baseName,
        events: draft.events({
          firstTokenMs: input.firstTokenMs ?? draftFirstTokenMs,
          stallMs: draftStallMs,
        }),
        release() {
          draft.close();
          if (!drafts.delete(draftId)) return;
          // Whoever has the agent hears of it through the outbox.
          if (shared.has(draftId)) void attempt(shared.drop(draftId));
          else if (draft.isWriting) agents.send(agentId, { kind: 'stop', draftId });
        },
      };
    },
    async holds(modelTag, only) {
      if (agents.able(modelTag, only).length > 0) return true;
      return (await outbox.findWriter({ modelTag, agentId: only ?? null })) !== null;
    },
    async held(modelTags) {
      const here = modelTags.filter((tag) => agents.able(tag).length > 0);
      const elsewhere = await outbox.findHeld(modelTags.filter((tag) => !here.includes(tag)));
      return new Set([...here, ...elsewhere]);
    },
    async drop(agentId) {
      agents.drop(agentId);
      failLocal(agentId);
      await outbox.fail({ agentId, which: 'all' });
    },
    hear({ kind, draftId, agentId }) {
      if (kind === 'text') void attempt(shared.pull(draftId));
      else if (kind === 'ordered') {
        if (agents.isListening(agentId)) void attempt(takeOrders(agentId));
      } else {
        outbox.forget(draftId);
        agents.send(agentId, { kind: 'stop', draftId });
      }
    },
    rescan() {
      for (const draftId of shared.ids()) void attempt(shared.pull(draftId));
      for (const agentId of agents.ids()) void attempt(takeOrders(agentId));
    },
    close() {
      isClosed = true;
      shared.close();
    },
  };
}
