import type { DraftDirective } from '@emailai/contracts/agent-protocol';
import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { byeAgent } from '../agent/bye-agent';
import { revokeAgent } from '../agent/revoke-agent';
import type { ServiceContext } from '../context';
import {
  createAgent,
  createWriter,
  openTestServices,
  sayHello,
  type TestAgent,
  type TestServices,
} from '../testing/open-test-services';
import type { RelayedDraft, RelayOrder } from './draft-relay';
import type { RelayEvent } from './open-draft';
import { sweepDrafts } from './sweep-drafts';

const TAG = 'emailai-userabcdef:v1';
const SECRET = 'a sentence nobody else may read';
/** No safety poll within a test: what arrives, arrives by a note. */
const INTERVALS = { feedPollMs: 600_000, draftReconnectMs: 1_000, draftFirstTokenMs: 5_000 };

/** A machine may be busy with other things. */
const PATIENCE = { timeout: 20_000 };

let test: TestServices;
let here: ServiceContext;
let there: ServiceContext;
let emailAccountId: string;
beforeAll(async () => {
  test = await openTestServices(INTERVALS);
  here = test.ctx;
  const other = test.openInstance();
  there = other.ctx;
  await vi.waitFor(() => expect(other.isListening()).toBe(true), PATIENCE);
  ({ emailAccountId } = await createWriter(here));
});
afterAll(() => test.close());

let agent: TestAgent;
beforeEach(async () => {
  agent = await createAgent(here, [TAG]);
});

/** The agent's socket at an instance, and what it is told there. */
async function connect(ctx: ServiceContext, over: { bootId?: string; models?: string[] } = {}) {
  const control = new AbortController();
  const told: DraftDirective[] = [];
  const boot = over.bootId === undefined ? {} : { bootId: over.bootId };
  await sayHello(ctx, agent, { models: over.models ?? [TAG], ...boot });
  const { signal } = control;
  const ended = (async () => {
    for await (const one of ctx.draftRelay.directives({ agentId: agent.id, signal })) {
      told.push(one);
    }
  })();
  const leave = () => {
    control.abort();
    return ended;
  };
  return { told, leave };
}

async function ordered(ctx: ServiceContext, over: Partial<RelayOrder> = {}): Promise<RelayedDraft> {
  const order = { emailAccountId, modelName: TAG, userMessage: SECRET, maxTokens: 5 };
  const draft = await ctx.draftRelay.order({ ...order, agentId: agent.id, ...over });
  if (draft === null) throw new Error('no agent took the order');
  return draft;
}

const say = (
  ctx: ServiceContext,
  { draftId }: { draftId: string },
  seq: number,
  text: string,
  end: { kind: 'stop' | 'length' } | null = null,
) => ctx.draftRelay.accept(agent.id, { draftId, seq, text, end });

async function collect({ events }: RelayedDraft): Promise<RelayEvent[]> {
  const all: RelayEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const toldOf = ({ told }: { told: DraftDirective[] }, kind: DraftDirective['kind']) =>
  vi.waitFor(() => {
    const last = told.findLast((one) => one.kind === kind);
    expect(last).toBeDefined();
    return last;
  }, PATIENCE);

const rows = () => here.db.prisma.draftOrder.count({ where: { agentId: agent.id } });

/** Where the agent is, seen from the reader at `here`. */
const PLACES = [
  ['the same instance', () => here],
  ['another instance', () => there],
] as const;

describe.each(PLACES)('a draft whose agent is connected to %s', (place, agentAt) => {
  it('goes out, and comes back in order and once, however its parts arrive', async () => {
    const link = await connect(agentAt());
    const draft = await ordered(here, { adapterSha256: 'f'.repeat(64) });
    const events = collect(draft);
    const { draftId } = draft;
    expect(await toldOf(link, 'write')).toEqual({
      kind: 'write',
      order: {
        draftId,
        modelName: TAG,
        adapterSha256: 'f'.repeat(64),
        userMessage: SECRET,
        maxTokens: 5,
      },
    });
    expect(await say(agentAt(), draft, 1, 'there')).toEqual({ wanted: true });
    await say(agentAt(), draft, 0, 'Hi ');
    await say(agentAt(), draft, 0, 'Hi ');
    await say(agentAt(), draft, 2, '', { kind: 'stop' });
    expect(await events).toEqual([
      { type: 'text', text: 'Hi ' },
      { type: 'text', text: 'there' },
      { type: 'ended', reason: 'stop' },
    ]);
    expect(await rows()).toBe(place === 'the same instance' ? 0 : 1);
    draft.release();
    await vi.waitFor(async () => expect(await rows()).toBe(0), PATIENCE);
    expect(await say(agentAt(), draft, 3, 'late')).toEqual({ wanted: false });
    await link.leave();
  });

  it('takes no tokens from another agent', async () => {
    const link = await connect(agentAt());
    const draft = await ordered(here);
    const { draftId } = draft;
    const forged = { draftId, seq: 0, text: 'forged', end: null };
    const other = await createAgent(here, [TAG]);
    for (const ctx of [here, there]) {
      expect(await ctx.draftRelay.accept(other.id, forged)).toEqual({ wanted: false });
    }
    draft.release();
    await link.leave();
  });

  it('stops its agent when its reader leaves, even one that waits', async () => {
    const link = await connect(agentAt());
    const draft = await ordered(here);
    await toldOf(link, 'write');
    const waiting = draft.events.next();
    draft.release();
    expect((await waiting).done).toBe(true);
    expect(await toldOf(link, 'stop')).toEqual({ kind: 'stop', draftId: draft.draftId });
    expect(await say(agentAt(), draft, 0, 'unread')).toEqual({ wanted: false });
    await link.leave();
  });

  it('fails when its agent goes away', async () => {
    const link = await connect(agentAt());
    const draft = await ordered(here);
    await toldOf(link, 'write');
    await link.leave();
    expect(await collect(draft)).toMatchObject([{ type: 'failed', bySilence: true }]);
    draft.release();
  });

  it('fails when its agent says bye, begins anew, or loses its token', async () => {
    const ends = {
      bye: () => byeAgent({ ctx: agentAt(), input: { agentId: agent.id } }),
      anew: () => sayHello(agentAt(), agent, { bootId: newId(), models: [TAG] }),
      revoked: () => revokeAgent({ ctx: here, input: { agentId: agent.id } }),
    };
    for (const end of [ends.bye, ends.anew, ends.revoked]) {
      const link = await connect(agentAt());
      const draft = await ordered(here);
      await toldOf(link, 'write');
      const events = collect(draft);
      await end();
      expect(await events).toMatchObject([{ type: 'failed', bySilence: true }]);
      draft.release();
      await link.leave();
    }
  });

  it.each(PLACES)('goes on when the agent changes its connection to %s', async (_, next) => {
    const former = await connect(agentAt());
    const draft = await ordered(here);
    await toldOf(former, 'write');
    await say(agentAt(), draft, 0, 'still ');
    await former.leave();
    const again = await connect(next());
    // Said before, and said again because the answer was lost with the connection.
    await say(next(), draft, 0, 'still ');
    // It writes on until the former instance has looked once more whether the agent is gone for good.
    const lookedAtMs = performance.now() + 2 * INTERVALS.draftReconnectMs;
    let seq = 0;
    const writeOn = async () => {
      seq += 1;
      expect(await say(next(), draft, seq, 'on ')).toEqual({ wanted: true });
      expect(performance.now()).toBeGreaterThan(lookedAtMs);
    };
    await vi.waitFor(writeOn, PATIENCE);
    await say(next(), draft, seq + 1, '', { kind: 'length' });
    expect(await collect(draft)).toEqual([
      { type: 'text', text: 'still ' },
      ...Array.from({ length: seq }, () => ({ type: 'text', text: 'on ' })),
      { type: 'ended', reason: 'length' },
    ]);
    draft.release();
    expect(again.told).toEqual([]);
    await again.leave();
  });
});

describe('the draft relay', () => {
  it('asks only agents that are online and list the model, and says who holds it', async () => {
    const other = 'emailai-userabcdef:v2';
    const order = { emailAccountId, modelName: other, userMessage: 'Hi', maxTokens: 5 };
    expect(await here.draftRelay.order(order)).toBeNull();
    const link = await connect(there);
    expect(await here.draftRelay.order(order)).toBeNull();
    expect(await here.draftRelay.held([other, TAG])).toEqual(new Set([TAG]));
    expect(await here.draftRelay.holds(TAG, agent.id)).toBe(true);
    const base = await ordered(here, { modelName: null });
    expect(base).toMatchObject({ agentId: agent.id, baseName: 'tiny' });
    base.release();
    await link.leave();
  });

  it('asks the less busy one of two agents at this instance', async () => {
    const tag = 'emailai-usertwoatonce:v1';
    const agents = [await createAgent(here, [tag]), await createAgent(here, [tag])];
    const control = new AbortController();
    const { signal } = control;
    const links = agents.map(({ id }) => {
      const directives = here.draftRelay.directives({ agentId: id, signal });
      return directives.next();
    });
    const order = { emailAccountId, modelName: tag, userMessage: 'Hi', maxTokens: 5 };
    const drafts = [await here.draftRelay.order(order), await here.draftRelay.order(order)];
    expect(new Set(drafts.map((draft) => draft?.agentId))).toEqual(
      new Set(agents.map(({ id }) => id)),
    );
    for (const draft of drafts) draft?.release();
    control.abort();
    await Promise.all(links);
  });

  it('hands an order over as soon as its agent listens, and gives up where none does', async () => {
    await sayHello(there, agent, { models: [TAG] });
    const patient = test.openInstance({ ...INTERVALS, draftReconnectMs: 20_000 });
    const [waiting, lost] = [await ordered(patient.ctx), await ordered(patient.ctx)];
    lost.release();
    const link = await connect(there);
    expect(await toldOf(link, 'write')).toMatchObject({ order: { draftId: waiting.draftId } });
    waiting.release();
    await link.leave();

    await sayHello(there, agent, { models: [TAG] });
    const nobody = await ordered(here);
    expect(await collect(nobody)).toMatchObject([{ type: 'failed', bySilence: true }]);
    nobody.release();
  });

  it('fails a draft that shows no token in time', async () => {
    const link = await connect(here);
    const draft = await ordered(here, { firstTokenMs: 10 });
    expect(await collect(draft)).toEqual([
      { type: 'failed', message: 'The agent did not answer in time.', bySilence: true },
    ]);
    draft.release();
    await link.leave();
  });

  it('finds what it was not told of while it could not listen', async () => {
    const link = await connect(there);
    const draft = await ordered(here);
    await toldOf(link, 'write');
    await here.db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'emailai listener'`,
    );
    await say(there, draft, 0, 'said to nobody', { kind: 'stop' });
    expect(await collect(draft)).toMatchObject([{ text: 'said to nobody' }, { type: 'ended' }]);
    draft.release();
    await link.leave();
  });

  it('keeps no text in plain, and nothing of a reader that is gone', async () => {
    const link = await connect(there);
    const draft = await ordered(here);
    await toldOf(link, 'write');
    await say(there, draft, 0, SECRET);
    const { rows: stored } = await here.db.pool.query(
      `SELECT draft.*::text || event.*::text AS text,
              encode(draft."promptSealed", 'escape') || encode(event."textSealed", 'escape') AS bytes
       FROM "DraftOrder" draft JOIN "DraftEvent" event ON event."draftId" = draft."id"
       WHERE draft."id" = $1`,
      [draft.draftId],
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(SECRET.slice(0, 10));

    await here.db.pool.query(`UPDATE "DraftOrder" SET "readUntil" = now() WHERE "id" = $1`, [
      draft.draftId,
    ]);
    expect(await say(there, draft, 1, 'more')).toEqual({ wanted: false });
    expect(await sweepDrafts({ ctx: here, input: {} })).toEqual({ swept: 1 });
    expect(await rows()).toBe(0);
    draft.release();
    await link.leave();
  });
});
