import type { HelloOutput, helloInputSchema } from '@emailai/contracts/agent-protocol';
import { touchAgent } from '@emailai/db/agent/touch-agent';
import type { z } from 'zod';
import type { VerbArgs } from '../context';
import { renewJobs } from '../job/renew-jobs';
import type { AgentInfo } from './agent-view';
import type { AuthenticatedAgent } from './authenticate-agent';

type Hello = z.infer<typeof helloInputSchema>;

/**
 * Welcomes an agent's connection: remembers what it can do, tells it our intervals, and what to do with each job
 * that it was working on.
 */
export async function helloAgent({
  ctx,
  input: { agent, hello },
}: VerbArgs<{ agent: AuthenticatedAgent; hello: Hello }>): Promise<HelloOutput> {
  const { running, ...said } = hello;
  const info: AgentInfo = { ...said, left: false };
  // The epoch alone decides: an agent that was started again, or late, keeps what nobody else has taken. Leases come
  // first: seen here without one, this very agent would be the free one that its lapsed job is handed on to.
  const renewed = await renewJobs({ ctx, input: { agentId: agent.id, running } });
  await touchAgent(ctx.db, { agentId: agent.id, said: info, isHere: true });
  ctx.draftRelay.announce({
    agentId: agent.id,
    bootId: hello.bootId,
    baseName: hello.base.name,
    models: hello.models,
  });
  ctx.log({
    level: 'info',
    event: 'agent_hello',
    agentId: agent.id,
    version: hello.version,
    running: running.length,
  });
  const { heartbeatMs, claimPollMs, reportMs } = ctx.intervals;
  return {
    agentId: agent.id,
    agentName: agent.name,
    heartbeatMs,
    claimPollMs,
    reportMs,
    decisions: renewed.map(({ directive, ...rest }) => ({ decision: directive, ...rest })),
  };
}
