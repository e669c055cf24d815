import type { AppRouter } from '@emailai/api/app/router';
import { createWSClient, httpBatchLink, splitLink, wsLink } from '@trpc/client';
import { trpc } from './trpc';

const RETRY_FROM_MS = 300;
const RETRY_TO_MS = 5_000;

/**
 * Questions and orders go over HTTP, live streams over one WebSocket that opens with the first of them. The
 * keep-alive finds a half-open socket (a laptop that slept) within ten seconds; tracked streams then resume.
 */
export function createBrowserClient() {
  const wsClient = createWSClient({
    url: () => {
      const { protocol, host } = window.location;
      return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/app`;
    },
    // An idle socket costs less than the dance of closing and opening it between two drafts.
    lazy: { enabled: true, closeMs: 60_000 },
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 4_500 },
    retryDelayMs: (attempt) => Math.min(RETRY_FROM_MS * 2 ** attempt, RETRY_TO_MS),
  });
  return trpc.createClient({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink<AppRouter>({ client: wsClient }),
        false: httpBatchLink<AppRouter>({ url: '/api/trpc' }),
      }),
    ],
  });
}
