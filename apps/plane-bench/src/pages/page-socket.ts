import type { SocketClass } from '@emailai/web/browser/prompt-socket';
import WebSocket from 'ws';

/** A page's WebSocket class: `ws` under the page's address and with its cookie. */
export function pageSocketClass(page: { origin: string; cookie: string }): SocketClass {
  const options = { headers: { ...page }, perMessageDeflate: false };
  class PageSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, undefined, options);
    }
  }
  return asBrowserSocket(PageSocket);
}

/** `ws` follows the browser's interface in all that tRPC's client uses, but its types do not say so. */
function asBrowserSocket(socketClass: new (url: string | URL) => WebSocket): SocketClass {
  return socketClass as unknown as SocketClass;
}
