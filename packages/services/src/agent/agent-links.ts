import type { AgentHint } from '@emailai/contracts/agent-protocol';
import { AsyncQueue } from '../async-queue';

/**
 * The sockets of agents that end in this process: who is connected, how to nudge them, how to close them.
 * Hints only save waiting for the next poll; nothing depends on one arriving.
 */
export interface AgentLinks {
  /** Registers a socket; call the answer when it is gone. `close` must drop it. */
  attach(link: { agentId: string; close: () => void }): () => void;
  isConnected(agentId: string): boolean;
  /** Nudges one agent, or all with `null`. */
  hint(agentId: string | null, hint: AgentHint): void;
  hints(input: { agentId: string; signal?: AbortSignal | undefined }): AsyncGenerator<AgentHint>;
  /** Drops every socket of an agent: its token was revoked. */
  close(agentId: string): void;
}

/** Hints kept for an agent that does not read them. */
const MAX_QUEUED_HINTS = 64;

/** `onGone` is called when the last socket of an agent has closed. */
export function createAgentLinks(onGone: (agentId: string) => void = () => undefined): AgentLinks {
  const sockets = new Map<string, Set<() => void>>();
  const queues = new Map<string, Set<AsyncQueue<AgentHint>>>();

  return {
    attach({ agentId, close }) {
      const own = sockets.get(agentId) ?? new Set();
      sockets.set(agentId, own.add(close));
      return () => {
        own.delete(close);
        if (own.size > 0 || sockets.get(agentId) !== own) return;
        sockets.delete(agentId);
        onGone(agentId);
      };
    },
    isConnected: (agentId) => sockets.has(agentId) || queues.has(agentId),
    hint(agentId, hint) {
      const readers = agentId === null ? [...queues.values()] : [queues.get(agentId) ?? []];
      for (const queue of readers.flatMap((own) => [...own])) {
        if (queue.size < MAX_QUEUED_HINTS) queue.push(hint);
      }
    },
    async *hints({ agentId, signal }) {
      const queue = new AsyncQueue<AgentHint>();
      const own = queues.get(agentId) ?? new Set();
      queues.set(agentId, own.add(queue));
      try {
        yield* queue.read(signal);
      } finally {
        own.delete(queue);
        if (own.size === 0 && queues.get(agentId) === own) queues.delete(agentId);
      }
    },
    close(agentId) {
      for (const queue of queues.get(agentId) ?? []) queue.close();
      for (const close of [...(sockets.get(agentId) ?? [])]) close();
    },
  };
}
