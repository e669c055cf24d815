import { newId } from '@emailai/contracts/ids';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { helloAgent } from '@emailai/services/agent/hello-agent';
import type { ServiceContext } from '@emailai/services/context';
import { MAX_ATTEMPTS } from '@emailai/services/job/max-attempts';
import type { Writer } from '../field/ground';
import type { ModelFence, ModelState } from './job-model';
import { freshClaimId } from './operations';

export interface WorldAgent {
  id: string;
  name: string;
  bootId: string;
  claimId: string;
}

/** A claim that an agent has heard of; it goes on believing in it when the job is long somebody else's. */
export interface Belief {
  agent: WorldAgent;
  fence: ModelFence;
  grant: string;
  tag: string;
}

/** The plane, those who call it, and what the model says has come of it. */
export interface World {
  ctx: ServiceContext;
  writers: readonly Writer[];
  /** Those whose tokens count. */
  agents: WorldAgent[];
  beliefs: Belief[];
  state: ModelState;
}

const AGENTS = 3;

export async function openWorld(ctx: ServiceContext, writers: readonly Writer[]): Promise<World> {
  const state: ModelState = { jobs: [], keys: {}, revoked: [], maxAttempts: MAX_ATTEMPTS };
  const world: World = { ctx, writers, agents: [], beliefs: [], state };
  for (let at = 0; at < AGENTS; at += 1) await addAgent(world);
  return world;
}

export async function addAgent({ ctx, agents }: World): Promise<void> {
  const name = `agent ${agents.length}`;
  const { agentId } = await createAgentToken({ ctx, input: { name } });
  const agent = { id: agentId, name, bootId: newId(), claimId: freshClaimId() };
  agents.push(agent);
  await sayHello(ctx, agent, []);
}

export async function sayHello(
  ctx: ServiceContext,
  agent: WorldAgent,
  running: { jobId: string; epoch: number }[],
): Promise<string[]> {
  const { decisions } = await helloAgent({
    ctx,
    input: {
      agent,
      hello: {
        protocol: 1,
        version: '0.0.0',
        bootId: agent.bootId,
        hostName: 'host',
        gpus: [],
        base: { name: 'tiny', parameters: 4_000_000, trialOnly: true },
        engine: 'embedded',
        models: [],
        running,
      },
    },
  });
  return decisions.map(({ decision }) => decision);
}
