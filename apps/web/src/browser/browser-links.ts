import type { AppRouter } from '@emailai/api/app/router';
import { createWSClient, httpBatchLink, splitLink, type TRPCLink, wsLink } from '@trpc/client';
import { promptSocketClass, type SocketClass } from './prompt-socket';
import { resumeLink } from './resume-link';

const RETRY_FROM_MS = 300;
const RETRY_TO_MS = 5_000;
/** An idle socket costs less than the dance of closing and opening it between two drafts. */
const IDLE_MS = 60_000;

/** Milliseconds; a half-open socket is noticed after `pingMs + pongMs`. */
export interface LinkTimes {
  pingMs: number;
  pongMs: number;
  openMs: number;
}

/** A half-open socket (a laptop that slept) is noticed within ten seconds; a server that is there answers in five. */
const TIMES: LinkTimes = { pingMs: 5_000, pongMs: 4_500, openMs: 5_000 };

const retryDelayMs = (attempt: number) => Math.min(RETRY_FROM_MS * 2 ** attempt, RETRY_TO_MS);

/**
 * Questions and orders go over HTTP, live streams over one WebSocket that opens with the first of them. Tracked
 * streams resume after the last item seen, over a new connection as well as after a refusal that passes.
 */
export function createBrowserLinks(at: {
  socketUrl: () => string;
  httpUrl: string;
  socketClass: SocketClass;
  /** What a browser adds by itself; others say it. */
  headers?: Record<string, string>;
  times?: LinkTimes;
}): { links: TRPCLink<AppRouter>[]; close: () => Promise<void> } {
  const { headers = {} } = at;
  const { pingMs, pongMs, openMs } = at.times ?? TIMES;
  const client = createWSClient({
    url: at.socketUrl,
    WebSocket: promptSocketClass(at.socketClass, { openMs }),
    lazy: { enabled: true, closeMs: IDLE_MS },
    keepAlive: { enabled: true, intervalMs: pingMs, pongTimeoutMs: pongMs },
    retryDelayMs,
  });
  return {
    links: [
      resumeLink({ retryDelayMs }),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink<AppRouter>({ client }),
        false: httpBatchLink<AppRouter>({ url: at.httpUrl, headers }),
      }),
    ],
    close: () => client.close(),
  };
}
