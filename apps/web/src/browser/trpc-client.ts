import { createBrowserLinks } from './browser-links';
import { trpc } from './trpc';

/** The page's one client: HTTP and one WebSocket to the server it came from. */
export function createBrowserClient() {
  const { links } = createBrowserLinks({
    socketUrl() {
      const { protocol, host } = window.location;
      return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/app`;
    },
    httpUrl: '/api/trpc',
    socketClass: WebSocket,
  });
  return trpc.createClient({ links });
}
