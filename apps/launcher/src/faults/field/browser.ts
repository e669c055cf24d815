import { randomUUID } from 'node:crypto';
import type { AppRouter } from '@emailai/api/app/router';
import { createBrowserLinks } from '@emailai/web/browser/browser-links';
import type { SocketClass } from '@emailai/web/browser/prompt-socket';
import { createTRPCClient } from '@trpc/client';
import WebSocket from 'ws';
import type { Writer } from './ground';
import { type BrowserClient, type WatchedJob, watchJob } from './watched-job';

/** A fifth of a page's own. */
const LINK_TIMES = { pingMs: 1_000, pongMs: 900, openMs: 1_000 };

/** Somebody at a page, with the page's own client: asks over HTTP, watches over one WebSocket. */
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
  const { links, close } = createBrowserLinks({
    socketUrl: () => `ws://127.0.0.1:${port}/ws/app`,
    httpUrl: `${origin}/api/trpc`,
    socketClass: asPageSocket(PageSocket),
    // A kept connection may be closed by the server in the moment it is used again; pages then ask again.
    headers: { cookie, origin, connection: 'close' },
    times: LINK_TIMES,
  });
  const client = createTRPCClient<AppRouter>({ links });
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
      await close();
      for (const socket of sockets) socket.terminate();
    },
  };
}

async function signIn(origin: string, userId: string): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/demo-sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, connection: 'close' },
    body: JSON.stringify({ userId }),
  });
  if (!answer.ok) throw new Error(`Signing in was answered with ${answer.status}.`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return cookies.join('; ');
}

/** `ws` follows the browser's interface in all that pages use, but its types do not say so. */
function asPageSocket(socketClass: new (url: string | URL) => WebSocket): SocketClass {
  return socketClass as unknown as SocketClass;
}
