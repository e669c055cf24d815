import type { AgentHint } from '@emailai/contracts/agent-protocol';
import { AsyncQueue } from '../async-queue';
import type { AgentNote } from './agent-notes';

/** Why a server closes an agent's socket. */
export type LinkEnd = 'revoked' | 'replaced';

/**
 * The sockets of agents: those that end in this process, and through `tell` those of every other instance. How to
 * nudge them, how to close them. Hints only save waiting for the next poll; nothing depends on one arriving.
 */
export interface AgentLinks {
  /** Registers a socket; call the answer when it is gone. `close` must drop it. */
  attach(link: AgentLink): () => void;
  isConnected(agentId: string): boolean;
  /** Agents connected here. */
  ids(): string[];
  /** Nudges one agent, or all with `null`, wherever they are. */
  hint(agentId: string | null, hint: AgentHint): void;
  hints(input: { agentId: string; signal?: AbortSignal | undefined }): AsyncGenerator<AgentHint>;
  /** An agent's process has said hello over this link: its older links are dead, here and elsewhere. */
  greet(link: { agentId: string; bootId: string; linkId: string }): void;
  /** Drops every socket of an agent, here and elsewhere: its token was revoked. */
  close(agentId: string): void;
  /** What another instance told. */
  hear(note: AgentNote): void;
}

export interface AgentLink {
  agentId: string;
  linkId: string;
  close: (why: LinkEnd) => void;
}

/** Hints kept for an agent that does not read them. */
const MAX_QUEUED_HINTS = 64;

export function createAgentLinks(ports: {
  /** Called when a socket of an agent has closed. */
  onGone: (link: { agentId: string; linkId: string }) => void;
  /** Tells the other instances. */
  tell: (note: AgentNote) => void;
}): AgentLinks {
  const links = new Map<string, Set<AgentLink & { bootId?: string }>>();
  const queues = new Map<string, Set<AsyncQueue<AgentHint>>>();

  const hintHere = (agentId: string | null, hint: AgentHint) => {
    const readers = agentId === null ? [...queues.values()] : [queues.get(agentId) ?? []];
    for (const queue of readers.flatMap((own) => [...own])) {
      if (queue.size < MAX_QUEUED_HINTS) queue.push(hint);
    }
  };
  const closeHere = (agentId: string) => {
    for (const queue of queues.get(agentId) ?? []) queue.close();
    for (const link of [...(links.get(agentId) ?? [])]) link.close('revoked');
  };
  const replaceHere = (newest: { agentId: string; bootId: string; linkId: string }) => {
    for (const link of [...(links.get(newest.agentId) ?? [])]) {
      if (link.linkId === newest.linkId) link.bootId = newest.bootId;
      else if (link.bootId === newest.bootId) link.close('replaced');
    }
  };

  return {
    attach(link) {
      const { agentId, linkId } = link;
      const own = links.get(agentId) ?? new Set();
      const entry = { ...link };
      links.set(agentId, own.add(entry));
      return () => {
        if (!own.delete(entry)) return;
        if (own.size === 0 && links.get(agentId) === own) links.delete(agentId);
        ports.onGone({ agentId, linkId });
      };
    },
    isConnected: (agentId) => links.has(agentId) || queues.has(agentId),
    ids: () => [...links.keys()],
    hint(agentId, hint) {
      hintHere(agentId, hint);
      if (hint.kind === 'jobs') ports.tell(hint);
      else if (agentId !== null) ports.tell({ agentId, ...hint });
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
    greet(link) {
      replaceHere(link);
      ports.tell({ kind: 'linked', ...link });
    },
    close(agentId) {
      closeHere(agentId);
      ports.tell({ kind: 'revoked', agentId });
    },
    hear(note) {
      switch (note.kind) {
        case 'jobs':
          return hintHere(null, note);
        case 'cancel':
          return hintHere(note.agentId, { kind: note.kind, jobId: note.jobId });
        case 'drain':
          return hintHere(note.agentId, { kind: note.kind });
        case 'revoked':
          return closeHere(note.agentId);
        case 'linked':
          return replaceHere(note);
      }
    },
  };
}
