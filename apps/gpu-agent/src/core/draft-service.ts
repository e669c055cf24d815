import type { DraftDirective, DraftOrder } from '@emailai/contracts/agent-protocol';
import { type Bell, createBell } from './bell';
import type { Clock } from './clock';
import type { DraftTokensInput, Log, WriteDraft } from './ports';
import { createTurns } from './turns';
import type { Uplink } from './uplink';

/** Text waits so long for more before it is sent: quick for the eye, few messages. */
const BATCH_MS = 50;
/** The protocol's bound on one batch, in UTF-16 code units. */
const BATCH_CHARS = 8_000;

export interface DraftService {
  obey(directive: DraftDirective): void;
  readonly writing: number;
  /** Stops every draft and resolves when all have ended. */
  stopAll(): Promise<void>;
}

interface OpenDraft {
  control: AbortController;
  ended: Promise<void>;
}

/** Writes the drafts the control plane orders, a few at once; the rest take turns by model, each in the order they came. */
export function createDraftService(ports: {
  writeDraft: WriteDraft;
  uplink: Uplink;
  clock: Clock;
  log: Log;
  maxAtOnce: number;
}): DraftService {
  const open = new Map<string, OpenDraft>();
  const turns = createTurns(ports.maxAtOnce);

  async function write(order: DraftOrder, signal: AbortSignal): Promise<void> {
    // Drafts of one model wait for its one context anyway; the base writes for everybody.
    if (!(await turns.take(signal, order.modelName ?? order.draftId))) return;
    try {
      await relayDraft(order, ports, signal);
    } catch (error) {
      if (!signal.aborted) {
        ports.log(
          `Draft ${order.draftId} ended: ${error instanceof Error ? error.message : error}`,
        );
      }
    } finally {
      turns.giveBack();
    }
  }

  return {
    obey(directive) {
      if (directive.kind === 'stop') {
        open.get(directive.draftId)?.control.abort('stopped');
        return;
      }
      const { order } = directive;
      // A subscription that was set up again may repeat an order.
      if (open.has(order.draftId)) return;
      const control = new AbortController();
      const ended = write(order, control.signal).finally(() => open.delete(order.draftId));
      open.set(order.draftId, { control, ended });
    },
    get writing() {
      return turns.taken;
    },
    async stopAll() {
      const all = [...open.values()];
      for (const draft of all) draft.control.abort('stopped');
      await Promise.all(all.map((draft) => draft.ended));
    },
  };
}

type DraftEnd = NonNullable<DraftTokensInput['end']>;

/** What the writer has produced and the sender has not yet sent. */
interface Outbox {
  text: string;
  end: DraftEnd | null;
}

async function relayDraft(
  order: DraftOrder,
  ports: { writeDraft: WriteDraft; uplink: Uplink; clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  const reading = new AbortController();
  const both = AbortSignal.any([signal, reading.signal]);
  const outbox: Outbox = { text: '', end: null };
  const bell = createBell(ports.clock);
  const written = fillOutbox(order, ports.writeDraft, outbox, bell, both);
  try {
    await emptyOutbox(order.draftId, ports, outbox, bell, both);
  } finally {
    // Nobody reads on: the engine must not write on either.
    reading.abort('unread');
    await written;
  }
}

async function fillOutbox(
  order: DraftOrder,
  writeDraft: WriteDraft,
  outbox: Outbox,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  try {
    const tokens = writeDraft({
      model: order.modelName,
      ...(order.adapterSha256 !== undefined && { adapterSha256: order.adapterSha256 }),
      userMessage: order.userMessage,
      maxTokens: order.maxTokens,
      signal,
    });
    for (;;) {
      const next = await tokens.next();
      if (next.done === true) {
        outbox.end = { kind: next.value };
        break;
      }
      outbox.text += next.value;
      bell.ring();
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    outbox.end = { kind: 'failed', message: message.slice(0, 300) };
  }
  bell.ring();
}

async function emptyOutbox(
  draftId: string,
  ports: { uplink: Uplink; clock: Clock },
  outbox: Outbox,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  for (let seq = 0; ; seq += 1) {
    while (outbox.text === '' && outbox.end === null) {
      signal.throwIfAborted();
      await bell.wait(1_000, signal);
    }
    const text = outbox.text.slice(0, BATCH_CHARS);
    outbox.text = outbox.text.slice(BATCH_CHARS);
    const end = outbox.text === '' ? outbox.end : null;
    const answer = await ports.uplink.call(
      (connection) => connection.draftTokens({ draftId, seq, text, end }),
      signal,
    );
    if (end !== null || !answer.wanted) return;
    await ports.clock.sleep(BATCH_MS, signal);
  }
}
