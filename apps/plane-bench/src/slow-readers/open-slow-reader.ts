import { once } from 'node:events';
import WebSocket from 'ws';

const ALIVE_EVERY_MS = 2_000;

/**
 * A page that follows a job and, once it has shown something, reads no further, while it still says now and then
 * that it is there: what pings find out does not help here.
 */
export async function openSlowReader(page: {
  port: number;
  cookie: string;
  jobId: string;
  /** Seq after which it follows. */
  afterSeq: number;
}): Promise<{ close(): void }> {
  const { port, cookie, jobId, afterSeq } = page;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/app`, {
    headers: { cookie, origin: `http://127.0.0.1:${port}` },
    perMessageDeflate: false,
  });
  // The server is expected to hang up on it.
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const input = { jobId, lastEventId: afterSeq };
  const params = { path: 'fineTune.events', input };
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
  await once(socket, 'message');
  socket.pause();
  const timer = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send('PING');
  }, ALIVE_EVERY_MS);
  return {
    close() {
      clearInterval(timer);
      socket.terminate();
    },
  };
}
