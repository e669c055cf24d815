import { backoffMs } from './backoff';
import type { Clock } from './clock';
import { LinkError } from './link-error';
import type { AgentConnection } from './ports';

/** About eight minutes with the waits between: a server that cannot answer for so long will not by being asked. */
const MAX_UNAVAILABLE = 40;

/**
 * The greeted connection of the moment, seen from the jobs: a call waits until there is one and is repeated
 * when it breaks. All calls of the protocol are idempotent, so repeating is safe.
 */
export interface Uplink {
  call<T>(send: (connection: AgentConnection) => Promise<T>, signal: AbortSignal): Promise<T>;
  attach(connection: AgentConnection): void;
  detach(connection: AgentConnection): void;
}

export function createUplink({ clock, random }: { clock: Clock; random: () => number }): Uplink {
  let current: AgentConnection | null = null;
  const waiting = new Set<(connection: AgentConnection) => void>();

  function connected(signal: AbortSignal): Promise<AgentConnection> {
    signal.throwIfAborted();
    if (current !== null) return Promise.resolve(current);
    return new Promise((resolve, reject) => {
      const give = (connection: AgentConnection) => {
        signal.removeEventListener('abort', leave);
        waiting.delete(give);
        resolve(connection);
      };
      const leave = () => {
        waiting.delete(give);
        reject(signal.reason);
      };
      waiting.add(give);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  const detach = (connection: AgentConnection) => {
    if (current === connection) current = null;
  };

  return {
    attach(connection) {
      current = connection;
      for (const give of [...waiting]) give(connection);
    },
    detach,
    async call(send, signal) {
      for (let failures = 0; ; ) {
        const connection = await connected(signal);
        try {
          return await unlessAborted(send(connection), signal);
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof LinkError)) throw error;
          if (error.kind === 'disconnected') detach(connection);
          else if (error.kind === 'unavailable' && failures < MAX_UNAVAILABLE) {
            await clock.sleep(backoffMs(failures, random), signal);
            failures += 1;
          } else throw error;
        }
      }
    },
  };
}

function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
