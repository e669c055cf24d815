import type { DraftDirective } from '@emailai/contracts/agent-protocol';
import { AsyncQueue } from '../async-queue';

/** The agents whose `drafts` subscription ends at this instance, and what each can write with. */
export interface ListeningAgents {
  announce(agent: AnnouncedAgent): void;
  /** One more subscription of the agent; call `leave` when it ends. */
  join(agentId: string): {
    queue: AsyncQueue<DraftDirective>;
    /** Answers whether it was the agent's last one. */
    leave(): boolean;
  };
  isListening(agentId: string): boolean;
  /** Tells an agent's newest subscription. */
  send(agentId: string, directive: DraftDirective): void;
  /** Those that listen and list the model; `null` stands for the base, which all of them have. */
  able(modelTag: string | null, only?: string): { agentId: string; baseName: string }[];
  ids(): string[];
  /** Ends the agent's subscriptions and forgets it. */
  drop(agentId: string): void;
}

export interface AnnouncedAgent {
  agentId: string;
  baseName?: string;
  models: readonly string[];
}

interface Agent {
  readers: AsyncQueue<DraftDirective>[];
  models: ReadonlySet<string>;
  baseName: string;
}

export function createListeningAgents(): ListeningAgents {
  const agents = new Map<string, Agent>();
  const agentOf = (agentId: string): Agent => {
    const known = agents.get(agentId);
    if (known) return known;
    const agent: Agent = { readers: [], models: new Set(), baseName: 'base' };
    agents.set(agentId, agent);
    return agent;
  };
  const isListening = (agentId: string) => (agents.get(agentId)?.readers.length ?? 0) > 0;
  const listening = () => [...agents].filter(([agentId]) => isListening(agentId));

  return {
    announce({ agentId, baseName, models }) {
      const agent = agentOf(agentId);
      agent.baseName = baseName ?? agent.baseName;
      agent.models = new Set(models);
    },
    join(agentId) {
      const agent = agentOf(agentId);
      const queue = new AsyncQueue<DraftDirective>();
      agent.readers.push(queue);
      return {
        queue,
        leave() {
          agent.readers = agent.readers.filter((reader) => reader !== queue);
          return agent.readers.length === 0 && agents.get(agentId) === agent;
        },
      };
    },
    isListening,
    send: (agentId, directive) => agents.get(agentId)?.readers.at(-1)?.push(directive),
    able: (modelTag, only) =>
      listening()
        .filter(([agentId]) => only === undefined || only === agentId)
        .filter(([, agent]) => modelTag === null || agent.models.has(modelTag))
        .map(([agentId, { baseName }]) => ({ agentId, baseName })),
    ids: () => listening().map(([agentId]) => agentId),
    drop(agentId) {
      for (const reader of agents.get(agentId)?.readers ?? []) reader.close();
      agents.delete(agentId);
    },
  };
}
