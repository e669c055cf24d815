import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';

/** Largest message taken from a browser; it sends questions only. */
export const MAX_BROWSER_PAYLOAD_BYTES = 1024 * 1024;
/** … and from an agent, whose manifests name thousands of mails. */
export const MAX_AGENT_PAYLOAD_BYTES = 32 * 1024 * 1024;
/** A peer that leaves so much unread is cut off: the stock server would hold it all in memory. */
export const MAX_BUFFERED_BYTES = 1024 * 1024;
/** A page of a job's mail goes out in one message, so an agent may be further behind than a browser. */
export const MAX_AGENT_BUFFERED_BYTES = 32 * 1024 * 1024;
/** Subscriptions wait for a peer that leaves more than this unread. */
const MAX_UNREAD_BYTES = 64 * 1024;

const CHECK_EVERY_MS = 1_000;
/** "Service restart": clients come back by themselves. */
const CLOSE_RESTART = 1012;
const CLOSE_GRACE_MS = 500;

/** Cuts off sockets whose peer does not read. Call the answer to stop watching. */
export function watchBackpressure(wss: WebSocketServer, maxBufferedBytes: number): () => void {
  const timer = setInterval(() => {
    for (const client of wss.clients) {
      if (client.bufferedAmount > maxBufferedBytes) client.terminate();
    }
  }, CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Answers when the peer has read what was sent to it, up to a bound, or is gone. */
export function watchUnread(client: WebSocket, socket: Duplex): () => Promise<void> {
  let waiting: Promise<void> | null = null;
  return () => {
    if (client.bufferedAmount <= MAX_UNREAD_BYTES) return Promise.resolve();
    waiting ??= new Promise((resolve) => {
      const done = () => {
        socket.off('drain', done);
        client.off('close', done);
        waiting = null;
        resolve();
      };
      socket.on('drain', done);
      client.on('close', done);
    });
    return waiting;
  };
}

/** Tells every peer to come back, gives it `drainMs` to go by itself, then closes, and cuts what does not hang up. */
export async function closeSockets(
  wss: WebSocketServer,
  { drainMs, tell }: { drainMs: number; tell: () => void },
): Promise<void> {
  const gone = Promise.all(
    [...wss.clients].map((client) => new Promise((resolve) => client.once('close', resolve))),
  );
  tell();
  const close = () => {
    for (const client of wss.clients) client.close(CLOSE_RESTART, 'restarting');
  };
  const cut = () => {
    for (const client of wss.clients) client.terminate();
  };
  const timers = [setTimeout(close, drainMs), setTimeout(cut, drainMs + CLOSE_GRACE_MS)];
  await gone;
  for (const timer of timers) clearTimeout(timer);
  wss.close();
}
