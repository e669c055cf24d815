import type { HelloOutput, helloInputSchema } from '@emailai/contracts/agent-protocol';
import { newId } from '@emailai/contracts/ids';
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
  input: { agent, hello, linkId = newId() },
}: VerbArgs<{ agent: AuthenticatedAgent; hello: Hello; linkId?: string }>): Promise<HelloOutput> {
  const { running, draining = false, ...said } = hello;
  const { instanceId } = ctx;
  const info: AgentInfo = { ...said, draining, left: false, linkId, instanceId };
  // The epoch alone decides: an agent that was started again, or late, keeps what nobody else has taken. Leases come
  // first: seen here without one, this very agent would be the free one that its lapsed job is handed on to.
  const renewed = await renewJobs({ ctx, input: { agentId: agent.id, running } });
  const before = await touchAgent(ctx.db, { agentId: agent.id, said: info, isHere: true });
  ctx.agentLinks.greet({ agentId: agent.id, bootId: hello.bootId, linkId });
  if (before?.bootId !== hello.bootId) await ctx.draftRelay.startAnew(agent.id);
  ctx.draftRelay.announce({
    agentId: agent.id,
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
  const { socketPingMs, socketPongMs, ...intervals } = ctx.intervals;
  const { heartbeatMs, claimPollMs, reportMs, reconnectMaxMs } = intervals;
  return {
    agentId: agent.id,
    agentName: agent.name,
    heartbeatMs,
    claimPollMs,
    reportMs,
    silenceMs: socketPingMs + socketPongMs,
    reconnectMaxMs,
    drain: before?.drainRequested ?? false,
    decisions: renewed.map(({ jobId, directive, grant }) => ({
      jobId,
      decision: directive,
      ...(grant !== undefined && { grant }),
    })),
  };
}
