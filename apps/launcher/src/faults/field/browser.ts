import { randomUUID } from 'node:crypto';
import type { AppRouter } from '@emailai/api/app/router';
import { createTRPCClient, createWSClient, httpLink, splitLink, wsLink } from '@trpc/client';
import WebSocket from 'ws';
import type { Writer } from './ground';
import { type BrowserClient, type WatchedJob, watchJob } from './watched-job';

/** Waits before a broken socket is dialled again, as pages do, only faster. */
const RETRY_FROM_MS = 10;
const RETRY_TO_MS = 200;

/** Somebody at a page: asks over HTTP with a session cookie, watches over one WebSocket. */
export interface Browser {
  readonly client: BrowserClient;
  /** Presses Train and watches what becomes of it. */
  order(writer: Writer): Promise<WatchedJob>;
  /** Watches a job that is there. */
  watch(jobId: string): WatchedJob;
  /** Stops reading from the socket, or goes on. */
  holdStill(isStill: boolean): void;
  close(): Promise<void>;
}

/** Opens a page for one of the demo's people. */
export async function openBrowser(port: number, userId: string): Promise<Browser> {
  const origin = `http://127.0.0.1:${port}`;
  const cookie = await signIn(origin, userId);
  const sockets = new Set<WebSocket>();
  class PageSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, undefined, { headers: { cookie, origin } });
      sockets.add(this);
      this.on('close', () => sockets.delete(this));
    }
  }
  const wsClient = createWSClient({
    url: `ws://127.0.0.1:${port}/ws/app`,
    WebSocket: asBrowserSocket(PageSocket),
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 4_500 },
    retryDelayMs: (attempt) => Math.min(RETRY_FROM_MS * 2 ** attempt, RETRY_TO_MS),
  });
  const client = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink<AppRouter>({ client: wsClient }),
        false: httpLink<AppRouter>({
          url: `${origin}/api/trpc`,
          headers: { cookie, origin },
        }),
      }),
    ],
  });
  const watch = (jobId: string) => watchJob(client, jobId);
  return {
    client,
    watch,
    async order({ emailAccountId }) {
      const { job } = await client.fineTune.start.mutate({
        emailAccountId,
        idempotencyKey: randomUUID(),
      });
      return watch(job.id);
    },
    holdStill(isStill) {
      for (const socket of sockets) isStill ? socket.pause() : socket.resume();
    },
    async close() {
      await wsClient.close();
      for (const socket of sockets) socket.terminate();
    },
  };
}

async function signIn(origin: string, userId: string): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/demo-sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ userId }),
  });
  if (!answer.ok) throw new Error(`Signing in was answered with ${answer.status}.`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return cookies.join('; ');
}

/** `ws` follows the browser's interface in all that tRPC's client uses, but its types do not say so. */
function asBrowserSocket(
  socketClass: new (url: string | URL) => WebSocket,
): typeof globalThis.WebSocket {
  return socketClass as unknown as typeof globalThis.WebSocket;
}
