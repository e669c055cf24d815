import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimJob } from '../job/claim-job';
import { heartbeatJobs } from '../job/heartbeat-jobs';
import { sweepJobs } from '../job/sweep-jobs';
import {
  createAgent,
  openTestServices,
  sayHello,
  type TestAgent,
  type TestServices,
} from '../testing/open-test-services';
import { claimed, waitingJob } from '../testing/work-job';
import { countOnlineAgents } from './count-online-agents';
import { leaveAgent } from './leave-agent';
import { listAgents } from './list-agents';
import { noteDraining } from './note-draining';
import { requestDrain } from './request-drain';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const claim = async (agent: TestAgent) =>
  (await claimJob({ ctx: test.ctx, input: { agent, claimId: newId() } })).job;
const stateOf = async ({ id }: TestAgent) =>
  (await listAgents({ ctx: test.ctx, input: {} })).find((one) => one.id === id)?.state;

it('gives an agent no further jobs until it may have them again, and tells it so', async () => {
  const { ctx } = test;
  const agent = await createAgent(ctx);
  const before = await waitingJob(ctx);
  const held = await claimed(ctx, agent, before.jobId);
  const { jobId } = await waitingJob(ctx);
  const control = new AbortController();
  const hints = ctx.agentLinks.hints({ agentId: agent.id, signal: control.signal });
  const hint = hints.next();

  await requestDrain({ ctx, input: { agentId: agent.id, drain: true } });
  expect((await hint).value).toEqual({ kind: 'drain' });
  control.abort();
  expect(await stateOf(agent)).toBe('draining');
  expect(await countOnlineAgents(ctx)).toBe(0);
  expect(await claim(agent)).toBeNull();
  const beat = await heartbeatJobs({ ctx, input: { agent, running: [held] } });
  expect(beat).toMatchObject({ drain: true, directives: [{ directive: 'continue' }] });
  // A new process of the agent learns of it as well.
  expect(await sayHello(ctx, agent, { bootId: newId() })).toMatchObject({ drain: true });

  await requestDrain({ ctx, input: { agentId: agent.id, drain: false } });
  expect(await heartbeatJobs({ ctx, input: { agent, running: [] } })).toMatchObject({
    drain: false,
  });
  expect(await stateOf(agent)).toBe('online');
  expect(await claim(agent)).toMatchObject({ jobId });
  await leaveAgent({ ctx, input: { agentId: agent.id } });
});

it('lets no lapsed job wait for an agent that drains of its own accord', async () => {
  const { ctx } = test;
  const gone = await createAgent(ctx);
  const { jobId } = await waitingJob(ctx);
  await claimed(ctx, gone, jobId);
  await leaveAgent({ ctx, input: { agentId: gone.id } });
  await ctx.db.prisma.fineTuningJob.update({
    where: { id: jobId },
    data: { leaseUntil: new Date(Date.now() - 60_000) },
  });
  const drains = await createAgent(ctx);
  await noteDraining({ ctx, input: { agentId: drains.id } });
  expect(await stateOf(drains)).toBe('draining');
  expect(await sweepJobs({ ctx, input: {} })).toEqual({ swept: 0 });
  // Its next process begins anew.
  await sayHello(ctx, drains, { bootId: newId() });
  expect(await stateOf(drains)).toBe('online');
  expect(await sweepJobs({ ctx, input: {} })).toEqual({ swept: 1 });
});

it('knows no such agent', async () => {
  const input = { agentId: newId(), drain: true };
  await expect(requestDrain({ ctx: test.ctx, input })).rejects.toMatchObject({ code: 'not_found' });
});
