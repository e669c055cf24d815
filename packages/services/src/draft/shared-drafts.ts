import type { DraftOutbox } from './draft-outbox';
import type { OpenDraft } from './open-draft';

/** Drafts read here whose agent is, or was, connected to another instance: their text comes through the outbox. */
export interface SharedDrafts {
  has(draftId: string): boolean;
  share(draft: OpenDraft, options: { isTaken: boolean }): Promise<void>;
  /** Reads what has come. */
  pull(draftId: string): Promise<void>;
  /** The reader has left: the agent is stopped, wherever it is. */
  drop(draftId: string): Promise<void>;
  ids(): string[];
  close(): void;
}

interface Reading {
  draft: OpenDraft;
  isPulling: boolean;
  again: boolean;
}

export function createSharedDrafts(ports: {
  outbox: DraftOutbox;
  /** The rows outlive a reader that cannot say that it left by no more than this. */
  leaseMs: number;
  attempt: (what: Promise<unknown>) => void;
}): SharedDrafts {
  const { outbox, attempt } = ports;
  const shared = new Map<string, Reading>();
  const renewal = setInterval(() => {
    if (shared.size > 0) attempt(outbox.renew([...shared.keys()]));
  }, ports.leaseMs / 3);
  renewal.unref();

  async function pull(draftId: string): Promise<void> {
    const reading = shared.get(draftId);
    if (!reading) return;
    reading.again = true;
    if (reading.isPulling) return;
    reading.isPulling = true;
    try {
      while (reading.again && shared.has(draftId)) {
        reading.again = false;
        const found = await outbox.read(draftId, reading.draft.nextSeq);
        for (const tokens of found?.tokens ?? []) reading.draft.accept(tokens);
        if (found === null || found.agentLeft) reading.draft.fail();
      }
    } finally {
      reading.isPulling = false;
    }
  }

  async function drop(draftId: string): Promise<void> {
    shared.delete(draftId);
    await outbox.drop(draftId);
  }

  return {
    has: (draftId) => shared.has(draftId),
    async share(draft, { isTaken }) {
      const { agentId, emailAccountId, order } = draft;
      await outbox.share({ agentId, emailAccountId, order, isTaken });
      // Its reader may have left meanwhile.
      if (draft.isClosed) return drop(order.draftId);
      shared.set(order.draftId, { draft, isPulling: false, again: false });
      await pull(order.draftId);
    },
    pull,
    drop,
    ids: () => [...shared.keys()],
    close: () => clearInterval(renewal),
  };
}
