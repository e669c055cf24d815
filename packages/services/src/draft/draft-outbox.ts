import { setTimeout as sleep } from 'node:timers/promises';
import type { DraftOrder, draftTokensInputSchema } from '@emailai/contracts/agent-protocol';
import { draftEndSchema } from '@emailai/contracts/agent-protocol';
import { findHeldModels, findWriter, type Writer } from '@emailai/db/agent/find-writers';
import { addDraftOrder } from '@emailai/db/draft/add-draft-order';
import { appendDraftText, readDraftText } from '@emailai/db/draft/draft-text';
import {
  dropDraftOrder,
  failDraftOrders,
  leaveDraftOrders,
  renewDraftOrders,
} from '@emailai/db/draft/end-draft-orders';
import {
  adoptDraftOrders,
  findDraftOrder,
  type SealedDraft,
  takeDraftOrders,
} from '@emailai/db/draft/take-draft-orders';
import type { MailboxVault, MailVault } from '@emailai/db/mail-vault/open-mail-vault';
import type { Database } from '@emailai/db/open-database';
import type { z } from 'zod';

export type DraftTokens = z.infer<typeof draftTokensInputSchema>;

/** What is shared of a draft: who writes it, for which mailbox, and the order itself. */
export interface SharedDraft {
  agentId: string;
  emailAccountId: string;
  order: DraftOrder;
  /** The agent has the order already: its connection only moved. */
  isTaken: boolean;
}

/**
 * Drafts between two instances, through rows that only ids are notified of. Every text in them is sealed under the
 * key of the mailbox it belongs to. Times are the database's.
 */
export interface DraftOutbox {
  findWriter(wanted: { modelTag: string | null; agentId: string | null }): Promise<Writer | null>;
  findHeld(modelTags: readonly string[]): Promise<Set<string>>;
  share(draft: SharedDraft): Promise<void>;
  /** Orders for an agent that is connected here. */
  take(agentId: string): Promise<DraftOrder[]>;
  /** What the agent was writing when it was connected elsewhere is watched from here. */
  adopt(agentId: string): Promise<void>;
  append(agentId: string, tokens: DraftTokens): Promise<{ wanted: boolean }>;
  /** `null` where nobody reads it any more, or has read it for too long. */
  read(draftId: string, fromSeq: number): Promise<DraftSoFar | null>;
  renew(draftIds: readonly string[]): Promise<void>;
  drop(draftId: string): Promise<void>;
  /** Its drafts have ended: all, or those it was handed. */
  fail(left: { agentId: string; which: 'all' | 'taken' }): Promise<void>;
  /** Its connection here is gone: what was handed to it here ends, unless it is connected elsewhere by now. */
  leave(agentId: string): Promise<void>;
  /** The agent is not to write it any more: what was kept to seal its text is let go. */
  forget(draftId: string): void;
}

export interface DraftSoFar {
  isTaken: boolean;
  agentLeft: boolean;
  tokens: DraftTokens[];
}

const LATE_SHARE_MS = 200;

const promptPart = (draftId: string) => `${draftId}:prompt`;
const textPart = (draftId: string, seq: number) => `${draftId}:${seq}`;

export function createDraftOutbox(ports: {
  db: Database;
  vault: MailVault;
  instanceId: string;
  intervals: { draftLeaseMs: number; agentOfflineMs: number };
}): DraftOutbox {
  const { db, vault, instanceId } = ports;
  const { draftLeaseMs: readMs, agentOfflineMs: offlineMs } = ports.intervals;
  /** Keys of what agents connected here write, so that each part costs one statement. */
  const keys = new Map<string, { agentId: string; key: MailboxVault }>();

  const keep = (agentId: string, { draftId, mailbox }: SealedDraft) => {
    const key = vault.openMailbox(mailbox);
    keys.set(draftId, { agentId, key });
    return key;
  };
  const keyOf = async (agentId: string, draftId: string) => {
    const known = keys.get(draftId);
    if (known?.agentId === agentId) return known.key;
    const find = () => findDraftOrder(db, { draftId, agentId });
    // Where the agent's connection has just moved here, its reader's instance is only now sharing the draft.
    const found = (await find()) ?? (await sleep(LATE_SHARE_MS).then(find));
    return found && keep(agentId, found);
  };
  const keyOfMailbox = async (emailAccountId: string) => {
    const mailbox = await db.prisma.emailAccount.findUniqueOrThrow({
      where: { id: emailAccountId },
      select: { id: true, wrappedKey: true, keyId: true },
    });
    return vault.openMailbox(mailbox);
  };
  /** Keys of the drafts read here. */
  const readKeys = new Map<string, MailboxVault>();

  return {
    findWriter: (wanted) => findWriter(db, { ...wanted, offlineMs }),
    findHeld: (modelTags) => findHeldModels(db, { modelTags, offlineMs }),
    async share({ agentId, emailAccountId, order, isTaken }) {
      const { draftId, modelName, adapterSha256 = null, maxTokens } = order;
      const key = await keyOfMailbox(emailAccountId);
      await addDraftOrder(db, {
        draftId,
        agentId,
        emailAccountId,
        modelName,
        adapterSha256,
        maxTokens,
        promptSealed: isTaken ? null : key.sealDraft(promptPart(draftId), order.userMessage),
        takenBy: isTaken ? instanceId : null,
        readMs,
      });
      readKeys.set(draftId, key);
    },
    async take(agentId) {
      const taken = await takeDraftOrders(db, { agentId, instanceId });
      return taken.flatMap((draft) => {
        const key = keep(agentId, draft);
        const { draftId, modelName, adapterSha256, maxTokens, promptSealed } = draft;
        if (promptSealed === null) return [];
        const userMessage = key.openDraft(promptPart(draftId), promptSealed);
        const file = adapterSha256 === null ? {} : { adapterSha256 };
        return [{ draftId, modelName, ...file, userMessage, maxTokens }];
      });
    },
    adopt: (agentId) => adoptDraftOrders(db, { agentId, instanceId }),
    async append(agentId, { draftId, seq, text, end }) {
      const key = await keyOf(agentId, draftId);
      if (key === null) return { wanted: false };
      const textSealed = key.sealDraft(textPart(draftId, seq), text);
      const wanted = await appendDraftText(db, { draftId, agentId, seq, textSealed, end });
      if (!wanted || end !== null) keys.delete(draftId);
      return { wanted };
    },
    async read(draftId, fromSeq) {
      const found = await readDraftText(db, { draftId, fromSeq });
      const key = readKeys.get(draftId);
      if (!found || !key) return null;
      const { isTaken, agentLeft, texts } = found;
      const tokens = texts.map(({ seq, textSealed, end }) => ({
        draftId,
        seq,
        text: key.openDraft(textPart(draftId, seq), textSealed),
        end: draftEndSchema.parse(end),
      }));
      return { isTaken, agentLeft, tokens };
    },
    renew: (draftIds) => renewDraftOrders(db, { draftIds, readMs }),
    async drop(draftId) {
      readKeys.delete(draftId);
      await dropDraftOrder(db, draftId);
    },
    fail: ({ agentId, which }) => failDraftOrders(db, { agentId, onlyTaken: which === 'taken' }),
    leave: (agentId) => leaveDraftOrders(db, { agentId, instanceId, offlineMs }),
    forget: (draftId) => void keys.delete(draftId),
  };
}
