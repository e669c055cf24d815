import type { DraftDirective } from '@emailai/contracts/agent-protocol';
import { describe, expect, it, vi } from 'vitest';
import { createDraftRelay, type RelayEvent } from './draft-relay';

const relayWith = (over = {}) =>
  createDraftRelay({
    draftFirstTokenMs: 1_000,
    draftStallMs: 1_000,
    draftReconnectMs: 20,
    ...over,
  });
type Relay = ReturnType<typeof relayWith>;

const ORDER = { modelName: 'emailai-userabcdef:v1', userMessage: 'Hi', maxTokens: 5 };

/** An agent that listens and collects what it is told. */
function connect(relay: Relay, agentId: string, models: string[] = [ORDER.modelName]) {
  const control = new AbortController();
  const told: DraftDirective[] = [];
  const done = (async () => {
    for await (const directive of relay.directives({ agentId, signal: control.signal })) {
      told.push(directive);
    }
  })();
  relay.announce({ agentId, bootId: 'boot1x', baseName: 'tiny', models });
  const leave = () => {
    control.abort();
    return done;
  };
  return { told, leave };
}

function ordered(relay: Relay, over = {}) {
  const draft = relay.order({ ...ORDER, ...over });
  if (draft === null) throw new Error('no agent took the order');
  return draft;
}

async function collect(events: AsyncIterable<RelayEvent>): Promise<RelayEvent[]> {
  const all: RelayEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('the draft relay', () => {
  it('carries an order out and tokens back, in order and once, however they arrive', async () => {
    const relay = relayWith();
    const agent = connect(relay, 'agent1');
    const draft = ordered(relay);
    const events = collect(draft.events);
    const say = (seq: number, text: string, end: { kind: 'stop' } | null = null) =>
      relay.accept('agent1', { draftId: draft.draftId, seq, text, end });
    expect(say(1, 'there')).toEqual({ wanted: true });
    say(0, 'Hi ');
    say(0, 'Hi ');
    say(2, '', { kind: 'stop' });
    expect(await events).toEqual([
      { type: 'text', text: 'Hi ' },
      { type: 'text', text: 'there' },
      { type: 'ended', reason: 'stop' },
    ]);
    draft.release();
    expect(say(3, 'late')).toEqual({ wanted: false });
    await agent.leave();
    expect(agent.told).toEqual([{ kind: 'write', order: { draftId: draft.draftId, ...ORDER } }]);
  });

  it('asks only agents that listen and hold the model, the least busy one first', async () => {
    const relay = relayWith();
    expect(relay.order(ORDER)).toBeNull();
    relay.announce({ agentId: 'deaf01', models: [ORDER.modelName] });
    expect(relay.order(ORDER)).toBeNull();
    const plain = connect(relay, 'plain1', []);
    expect(relay.order(ORDER)).toBeNull();
    expect(ordered(relay, { modelName: null }).agentId).toBe('plain1');
    const agents = [connect(relay, 'agent1'), connect(relay, 'agent2')];
    expect(new Set([ordered(relay).agentId, ordered(relay).agentId])).toEqual(
      new Set(['agent1', 'agent2']),
    );
    expect(relay.holds(ORDER.modelName)).toBe(true);
    expect(relay.holds('emailai-userabcdef:v2')).toBe(false);
    await Promise.all([plain, ...agents].map((agent) => agent.leave()));
  });

  it('refuses tokens of another agent', async () => {
    const relay = relayWith();
    const agent = connect(relay, 'agent1');
    const draft = ordered(relay);
    const tokens = { draftId: draft.draftId, seq: 0, text: 'forged', end: null };
    expect(relay.accept('agent2', tokens)).toEqual({ wanted: false });
    await agent.leave();
  });

  it('tells the agent to stop when the reader leaves, even one that waits', async () => {
    const relay = relayWith();
    const agent = connect(relay, 'agent1');
    const draft = ordered(relay);
    const waiting = draft.events.next();
    draft.release();
    expect((await waiting).done).toBe(true);
    const stop = { kind: 'stop', draftId: draft.draftId };
    await vi.waitFor(() => expect(agent.told.at(-1)).toEqual(stop));
    await agent.leave();
  });

  it('fails a draft whose agent goes away or starts anew', async () => {
    const relay = relayWith();
    const agent = connect(relay, 'agent1');
    const first = ordered(relay);
    await agent.leave();
    expect(await collect(first.events)).toMatchObject([{ type: 'failed' }]);

    const back = connect(relay, 'agent1');
    const second = ordered(relay);
    relay.announce({ agentId: 'agent1', bootId: 'boot2x', models: [] });
    expect(await collect(second.events)).toMatchObject([{ type: 'failed' }]);
    await back.leave();
  });

  it('keeps a draft whose agent only changed its connection', async () => {
    const relay = relayWith({ draftReconnectMs: 500 });
    const former = connect(relay, 'agent1');
    const draft = ordered(relay);
    await former.leave();
    const again = connect(relay, 'agent1');
    relay.accept('agent1', {
      draftId: draft.draftId,
      seq: 0,
      text: 'still here',
      end: { kind: 'length' },
    });
    expect(await collect(draft.events)).toEqual([
      { type: 'text', text: 'still here' },
      { type: 'ended', reason: 'length' },
    ]);
    await again.leave();
  });

  it('fails a draft that shows no token in time', async () => {
    const relay = relayWith({ draftFirstTokenMs: 10 });
    const agent = connect(relay, 'agent1');
    expect(await collect(ordered(relay).events)).toEqual([
      { type: 'failed', message: 'The agent did not answer in time.', bySilence: true },
    ]);
    await agent.leave();
  });
});
