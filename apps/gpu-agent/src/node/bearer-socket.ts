import WebSocket from 'ws';

/** A closing handshake that nobody answers is over after this. */
const CLOSE_TIMEOUT_MS = 1_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Largest message taken, in bytes; a page of 200 mails must fit. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

export interface UpgradeRefusal {
  httpStatus: number;
}

/**
 * A WebSocket class as browsers have it, whose upgrade carries the agent's token; tRPC's client makes its
 * sockets by class. `onRefusal` hears the HTTP status when the server declines the upgrade.
 */
export function bearerSocketClass(
  token: string,
  onRefusal: (refusal: UpgradeRefusal) => void,
): typeof globalThis.WebSocket {
  const options = {
    headers: { authorization: `Bearer ${token}` },
    closeTimeout: CLOSE_TIMEOUT_MS,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  };
  class BearerSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, undefined, options);
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
