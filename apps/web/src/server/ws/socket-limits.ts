import type { WebSocket, WebSocketServer } from 'ws';

/** Largest message taken from a peer. A report is at most 64 KB, a page of mail goes the other way. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;
/** A peer that leaves so much unread is cut off: the stock server would hold it all in memory. */
export const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Together with the pong's time-out a half-open socket is found within ten seconds. */
export const KEEP_ALIVE = { enabled: true, pingMs: 5_000, pongWaitMs: 4_500 };

const CHECK_EVERY_MS = 1_000;
/** "Service restart": clients come back by themselves. */
const CLOSE_RESTART = 1012;
const CLOSE_GRACE_MS = 500;

/** Cuts off sockets whose peer does not read. Call the answer to stop watching. */
export function watchBackpressure(
  wss: WebSocketServer,
  maxBufferedBytes: (client: WebSocket) => number,
): () => void {
  const timer = setInterval(() => {
    for (const client of wss.clients) {
      if (client.bufferedAmount > maxBufferedBytes(client)) client.terminate();
    }
  }, CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Asks every peer to come back later, then cuts those that do not hang up. */
export async function closeSockets(wss: WebSocketServer): Promise<void> {
  const gone = [...wss.clients].map(
    (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
  );
  for (const client of wss.clients) client.close(CLOSE_RESTART, 'restarting');
  const timer = setTimeout(() => {
    for (const client of wss.clients) client.terminate();
  }, CLOSE_GRACE_MS);
  await Promise.all(gone);
  clearTimeout(timer);
  wss.close();
}
