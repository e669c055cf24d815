import type { DraftOrder } from '@emailai/contracts/agent-protocol';
import type { ServiceContext } from '../context';

export interface WritingAgent {
  orders: DraftOrder[];
  stopped: string[];
  leave(): Promise<void>;
}

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
  const answer = (order: DraftOrder) => {
    const said = words(order);
    if (said === null) return;
    const { draftId } = order;
    if (typeof said === 'string') {
      const end = { kind: 'failed' as const, message: said };
      ctx.draftRelay.accept(agentId, { draftId, seq: 0, text: '', end });
      return;
    }
    said.forEach((text, seq) => {
      ctx.draftRelay.accept(agentId, { draftId, seq, text, end: null });
    });
    ctx.draftRelay.accept(agentId, { draftId, seq: said.length, text: '', end: { kind: 'stop' } });
  };
  const listening = (async () => {
    for await (const told of ctx.draftRelay.directives({ agentId, signal: control.signal })) {
      if (told.kind === 'stop') stopped.push(told.draftId);
      else {
        orders.push(told.order);
        answer(told.order);
      }
    }
  })();
  return {
    orders,
    stopped,
    leave() {
      control.abort();
      return listening;
    },
  };
}
