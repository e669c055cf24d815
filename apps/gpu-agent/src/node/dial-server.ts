import type { AgentRouter } from '@emailai/api/agent/router';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { LinkError } from '../core/link-error';
import type { AgentConnection, Dial } from '../core/ports';
import { connectionOver } from './agent-connection';
import { bearerSocketClass } from './bearer-socket';
import { type SilenceWatch, watchSilence } from './silence-watch';

/** What a connection bears, in milliseconds, where the server has not said otherwise. */
export interface DialTimes {
  /** The upgrade takes at most so long. */
  handshakeMs: number;
  /** No procedure takes so long; an answer later than this is asked for again. */
  callMs: number;
  /** A server pings every five seconds: after so long without a word it is gone. */
  silenceMs: number;
  closeMs: number;
}

const TIMES: DialTimes = {
  handshakeMs: 10_000,
  callMs: 60_000,
  silenceMs: 9_500,
  closeMs: 1_000,
};
const AGENT_PATH = '/ws/agent';

/** The agent's WebSocket address for `http(s)://host`, `ws(s)://host`, or a full path behind a proxy. */
export function agentSocketUrl(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  if (url.pathname === '/') url.pathname = AGENT_PATH;
  return url.toString();
}

/** Opens connections to the control plane, one WebSocket each. None reconnects by itself: the core does. */
export function createDial(input: {
  serverUrl: string;
  token: string;
  times?: Partial<DialTimes>;
}): Dial {
  const url = agentSocketUrl(input.serverUrl);
  const times = { ...TIMES, ...input.times };
  return (signal) => dialOnce(url, input.token, times, signal);
}

function dialOnce(
  url: string,
  token: string,
  times: DialTimes,
  signal: AbortSignal,
): Promise<AgentConnection> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    let refusedStatus: number | null = null;
    let settleClosed: (reason: string) => void = () => {};
    const closed = new Promise<string>((settle) => {
      settleClosed = settle;
    });
    let watch: SilenceWatch | null = null;
    const socketClass = bearerSocketClass({
      token,
      ...times,
      onRefusal({ httpStatus }) {
        refusedStatus = httpStatus;
      },
      onOpen(socket) {
        // Nobody is there to answer a closing handshake.
        watch = watchSilence({ silenceMs: times.silenceMs, onDead: () => socket.terminate() });
        return { heard: watch.heard, closed: watch.stop };
      },
    });
    const expectWithin = (silenceMs: number) => watch?.limitTo(silenceMs);
    const client = createWSClient({
      url,
      WebSocket: socketClass,
      retryDelayMs: () => 0,
      onOpen() {
        const calls = createTRPCClient<AgentRouter>({ links: [wsLink({ client })] });
        resolve(connectionOver(calls, { closed, close, expectWithin, callMs: times.callMs }));
      },
      onError: () => end('it cannot be reached.'),
      onClose: (cause) => end(`it closed the connection (code ${cause?.code ?? 'unknown'}).`),
    });
    const close = async () => {
      signal.removeEventListener('abort', leave);
      await client.close();
    };
    // Closing the client at the first sign of trouble also stops its own reconnecting.
    function end(reason: string): void {
      void close();
      settleClosed(reason);
      // After the connection was open this changes nothing.
      reject(refusalOf(refusedStatus, reason));
    }
    // An agent that stops says goodbye on its open connection; only a dial under way is broken off.
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
}

function refusalOf(httpStatus: number | null, reason: string): LinkError {
  if (httpStatus === 401 || httpStatus === 403) {
    return new LinkError(
      'unauthorized',
      'The server does not accept this token: it is wrong or was revoked.',
    );
  }
  const what = httpStatus === null ? reason : `it answered with status ${httpStatus}.`;
  return new LinkError('disconnected', what);
}
