import type { DraftOrder } from '@emailai/contracts/agent-protocol';
import type { ServiceContext } from '../context';

export interface WritingAgent {
  orders: DraftOrder[];
  stopped: string[];
  leave(): Promise<void>;
}

/** Agents that listen in this process, so that nobody listens beside them. */
const listening = new Set<string>();

/**
 * An agent's half of the draft protocol: listens, and answers each order with `words`; says nothing where `words`
 * is null, and that it failed where they are a sentence.
 */
export function writingAgent(
  ctx: ServiceContext,
  agentId: string,
  words: (order: DraftOrder) => string[] | string | null,
): WritingAgent {
  const control = new AbortController();
  const orders: DraftOrder[] = [];
  const stopped: string[] = [];
  const answer = async ({ draftId, ...asked }: DraftOrder) => {
    const said = words({ draftId, ...asked });
    if (said === null) return;
    const send = (seq: number, text: string, end: Parameters<typeof accept>[0]['end']) =>
      accept({ draftId, seq, text, end });
    if (typeof said === 'string') return send(0, '', { kind: 'failed', message: said });
    for (const [seq, text] of said.entries()) await send(seq, text, null);
    await send(said.length, '', { kind: 'stop' });
  };
  const accept = (tokens: Parameters<typeof ctx.draftRelay.accept>[1]) =>
    ctx.draftRelay.accept(agentId, tokens);
  const listen = async () => {
    for await (const told of ctx.draftRelay.directives({ agentId, signal: control.signal })) {
      if (told.kind === 'stop') stopped.push(told.draftId);
      else {
        orders.push(told.order);
        // As an agent does: the next order need not wait for this draft.
        void answer(told.order);
      }
    }
  };
  listening.add(agentId);
  const ended = listen();
  return {
    orders,
    stopped,
    leave() {
      listening.delete(agentId);
      control.abort();
      return ended;
    },
  };
}

/** Voices lent while somebody works, by agent: who comes meanwhile shares one. */
const lent = new Map<string, { voice: WritingAgent; users: number }>();

/** Runs `work` while the agent answers whoever tries its models, unless it listens already. */
export async function whileWriting<T>(
  ctx: ServiceContext,
  agentId: string,
  work: () => Promise<T>,
): Promise<T> {
  const before = lent.get(agentId);
  if (before === undefined && listening.has(agentId)) return work();
  const mine = before ?? { voice: writingAgent(ctx, agentId, () => ['Yes']), users: 0 };
  lent.set(agentId, mine);
  mine.users += 1;
  try {
    return await work();
  } finally {
    mine.users -= 1;
    if (mine.users === 0) {
      lent.delete(agentId);
      await mine.voice.leave();
    }
  }
}
