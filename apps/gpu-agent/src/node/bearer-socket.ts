import WebSocket from 'ws';

/** Largest message taken, in bytes; a page of 200 mails must fit. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

export interface UpgradeRefusal {
  httpStatus: number;
}

export interface BearerSocketInput {
  token: string;
  /** A closing handshake that nobody answers is over after this. */
  closeMs: number;
  handshakeMs: number;
  /** Hears the HTTP status when the server declines the upgrade. */
  onRefusal: (refusal: UpgradeRefusal) => void;
  /** Hears of every message, and is given the means to cut the connection. */
  onOpen: (socket: { terminate: () => void }) => { heard: () => void; closed: () => void };
}

/**
 * A WebSocket class as browsers have it, whose upgrade carries the agent's token; tRPC's client makes its
 * sockets by class.
 */
export function bearerSocketClass(input: BearerSocketInput): typeof globalThis.WebSocket {
  const { token, onRefusal, onOpen } = input;
  const options = {
    headers: { authorization: `Bearer ${token}` },
    closeTimeout: input.closeMs,
    handshakeTimeout: input.handshakeMs,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  };
  class BearerSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, undefined, options);
      this.once('open', () => {
        const { heard, closed } = onOpen(this);
        this.on('message', heard);
        this.once('close', closed);
      });
      this.on('unexpected-response', (_request, response) => {
        onRefusal({ httpStatus: response.statusCode ?? 0 });
        response.resume();
        this.emit('error', new Error(`The server answered ${response.statusCode}.`));
        this.terminate();
      });
    }
  }
  return asBrowserSocket(BearerSocket);
}

/** `ws` follows the browser's interface in all that tRPC's client uses, but its types do not say so. */
function asBrowserSocket(
  socketClass: new (url: string | URL) => WebSocket,
): typeof globalThis.WebSocket {
  return socketClass as unknown as typeof globalThis.WebSocket;
}
