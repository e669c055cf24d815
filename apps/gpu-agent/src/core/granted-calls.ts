import type { Fence, GrantedFence } from '@emailai/contracts/agent-protocol';
import { LinkError } from './link-error';
import type { AgentConnection } from './ports';
import type { Uplink } from './uplink';

/** Calls about one job, each with its newest grant. */
export interface GrantedCalls {
  call<T>(
    send: (connection: AgentConnection, held: GrantedFence) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /** A heartbeat or a hello brought another one. */
  renew(grant: string): void;
}

/** A grant that is refused is asked for anew by a heartbeat, once for each call. */
export function createGrantedCalls(input: {
  fence: Fence;
  grant: string;
  uplink: Uplink;
  beat: (signal: AbortSignal) => Promise<void>;
}): GrantedCalls {
  const { fence, uplink } = input;
  let { grant } = input;
  return {
    async call(send, signal) {
      const sendOnce = () =>
        uplink.call((connection) => send(connection, { ...fence, grant }), signal);
      try {
        return await sendOnce();
      } catch (error) {
        if (!(error instanceof LinkError && error.kind === 'ungranted')) throw error;
        await input.beat(signal);
        // The heartbeat may have said that the job is lost.
        signal.throwIfAborted();
        return sendOnce();
      }
    },
    renew(fresh) {
      grant = fresh;
    },
  };
}
