import type { AgentHint, DraftDirective } from '@emailai/contracts/agent-protocol';
import type { DraftEvent } from '@emailai/contracts/draft';
import { modelTagOf, newId } from '@emailai/contracts/ids';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ControlPlane } from './start-control-plane';
import {
  openAgentLink,
  openBrowser,
  openPlanes,
  type SignedIn,
  signUp,
  type TestAgentLink,
  type TestPlanes,
} from './testing/open-planes';

/** A machine may be busy with other things. */
const PATIENCE = { timeout: 20_000 };

let planes: TestPlanes;
let here: ControlPlane;
let there: ControlPlane;
let writer: SignedIn;
beforeAll(async () => {
  // No safety poll within the test: what arrives, arrives by a note from the other instance.
  planes = await openPlanes({ feedPollMs: 600_000, draftReconnectMs: 1_000 });
  [here, there] = await Promise.all([planes.start(), planes.start()]);
  for (const { port } of [here, there]) {
    const ready = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(answer.status, await answer.text()).toBe(200);
    };
    await vi.waitFor(ready, PATIENCE);
  }
  writer = await signUp(here);
});
afterAll(() => planes.close());

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The writer's page at one instance. */
function browser() {
  const page = openBrowser(() => here, writer);
  closers.push(page.close);
  return page.client;
}

/** An agent connected to the other one. */
async function agent(models: string[] = []) {
  const { agentId, token } = await createAgentToken({ ctx: there.ctx, input: { name: 'desk' } });
  const link = openAgentLink(there, token);
  closers.push(link.close);
  await link.hello(models);
  return { agentId, token, link };
}

function hintsOf({ client }: TestAgentLink): AgentHint[] {
  const hints: AgentHint[] = [];
  client.directives.subscribe(undefined, { onData: (hint) => hints.push(hint) });
  return hints;
}

function ordersOf({ client }: TestAgentLink): DraftDirective[] {
  const orders: DraftDirective[] = [];
  client.drafts.subscribe(undefined, { onData: (order) => orders.push(order) });
  return orders;
}

const seen = <T>(list: T[], wanted: object) =>
  vi.waitFor(() => expect(list).toContainEqual(expect.objectContaining(wanted)), PATIENCE);

describe('with the browser at one instance and the agent at another', () => {
  it('a job is offered, followed and cancelled', async () => {
    const client = browser();
    const { link } = await agent();
    const hints = hintsOf(link);
    const { emailAccountId } = writer;
    // The subscription must be there before there is something to hint at.
    await vi.waitFor(() => expect(there.ctx.agentLinks.ids()).not.toEqual([]));
    const { job } = await client.fineTune.start.mutate({
      emailAccountId,
      idempotencyKey: newId(),
    });
    const seqs: number[] = [];
    let ended = false;
    client.fineTune.events.subscribe(
      { jobId: job.id },
      {
        onData: ({ data }) => seqs.push(data.seq),
        onComplete: () => {
          ended = true;
        },
      },
    );
    const { job: claimed } = await link.client.claim.mutate({ claimId: newId() });
    const held = { jobId: job.id, epoch: claimed?.epoch ?? 0, grant: claimed?.grant ?? '' };
    await link.client.report.mutate({ ...held, fromSeq: 0, events: [{ type: 'preparing' }] });
    await vi.waitFor(() => expect(seqs).toEqual([1, 2, 3]), PATIENCE);

    await client.fineTune.cancel.mutate({ jobId: job.id });
    await seen(hints, { kind: 'cancel', jobId: job.id });
    await link.client.finish.mutate({ ...held, outcome: { kind: 'cancelled' } });
    await vi.waitFor(() => expect(ended).toBe(true), PATIENCE);
    expect(seqs).toEqual([1, 2, 3, 4, 5]);
  });

  it('a draft is ordered, streamed, and stopped when its page is closed', async () => {
    const client = browser();
    const { link } = await agent();
    const orders = ordersOf(link);
    const { id: messageId } = await here.ctx.db.prisma.emailMessage.findFirstOrThrow({
      where: { emailAccountId: writer.emailAccountId, isSent: false },
    });
    const events: DraftEvent[] = [];
    const draft = client.draft.write.subscribe(
      { messageId, voice: 'base' },
      { onData: (event) => events.push(event) },
    );
    await seen(orders, { kind: 'write' });
    const [order] = orders.flatMap((told) => (told.kind === 'write' ? told.order : []));
    const draftId = order?.draftId ?? '';
    expect(order?.userMessage).toContain('what about number');
    for (const [seq, text] of ['Hello ', 'Marta,'].entries()) {
      const said = await link.client.draftTokens.mutate({ draftId, seq, text, end: null });
      expect(said).toEqual({ wanted: true });
    }
    await seen(events, { type: 'text', text: 'Marta,' });
    expect(events.map(({ type }) => type)).toEqual(['started', 'text', 'text']);
    draft.unsubscribe();
    await seen(orders, { kind: 'stop', draftId });
    const late = { draftId, seq: 2, text: 'late', end: null };
    expect(await link.client.draftTokens.mutate(late)).toEqual({ wanted: false });
  });

  it('an agent is counted, its models are known, and its connection falls with its token', async () => {
    const tag = modelTagOf('emailai-userabcdef', 3);
    const { agentId, token, link } = await agent([tag]);
    const client = browser();
    const { emailAccountId } = writer;
    const { agentsOnline } = await client.fineTune.read.query({ emailAccountId });
    expect(agentsOnline).toBeGreaterThan(0);
    expect(await here.ctx.draftRelay.held([tag])).toEqual(new Set([tag]));
    const state = async () =>
      (await client.agent.list.query()).find(({ id }) => id === agentId)?.state;
    expect(await state()).toBe('online');
    await client.agent.drain.mutate({ agentId, drain: true });
    expect(await state()).toBe('draining');
    const revokedAtMs = performance.now();
    await client.agent.revoke.mutate({ agentId });
    expect(await link.closed).toBe(4401);
    expect(performance.now() - revokedAtMs).toBeLessThan(2_000);
    const again = openAgentLink(there, token);
    await expect(again.hello([])).rejects.toThrow();
    await again.close();
  });

  it('an agent that connects to another instance is not taken for gone when its old socket ends', async () => {
    const { agentId, token, link } = await agent();
    const bootId = newId();
    await link.hello([], bootId);
    const next = openAgentLink(here, token);
    closers.push(next.close);
    await next.hello([], bootId);
    // The same process said hello elsewhere: what it had here is cut.
    expect(await link.closed).toBe(1006);
    const idsThere = () => there.ctx.agentLinks.ids();
    await vi.waitFor(() => expect(idsThere()).not.toContain(agentId), PATIENCE);
    const { info } = await here.ctx.db.prisma.agent.findUniqueOrThrow({ where: { id: agentId } });
    expect(info).toMatchObject({ left: false, instanceId: here.ctx.instanceId });
  });
});
