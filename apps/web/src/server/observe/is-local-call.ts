import type { RestRequest } from '../rest/define-route';

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
/** What proxies add: behind one on this machine everybody comes from loopback. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether a call was made on this very machine, to this machine: from a loopback address, not by a proxy's hand, and
 * under a loopback name, so that no page which a browser here has open can be behind it (DNS rebinding).
 */
export function isLocalCall({ peerAddress, headers }: RestRequest): boolean {
  if (!LOOPBACK_ADDRESS.test(peerAddress) || !LOOPBACK_HOST.test(headers.host ?? '')) return false;
  return headers.origin === undefined && PROXY_HEADERS.every((name) => headers[name] === undefined);
}
