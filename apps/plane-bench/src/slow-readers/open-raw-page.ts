import { once } from 'node:events';
import WebSocket from 'ws';

const ALIVE_EVERY_MS = 2_000;

export interface RawPage {
  /** From now on it reads nothing, though it still says that it is there: what pings find out does not help. */
  stopReading(): void;
  close(): void;
}

/** A page that follows a job and looks at nothing of what it reads. */
export async function openRawPage(page: {
  port: number;
  cookie: string;
  jobId: string;
}): Promise<RawPage> {
  const { port, cookie, jobId } = page;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/app`, {
    headers: { cookie, origin: `http://127.0.0.1:${port}` },
    perMessageDeflate: false,
  });
  // The server may well hang up on it.
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const params = { path: 'fineTune.events', input: { jobId } };
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
  await once(socket, 'message');
  const timer = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send('PING');
  }, ALIVE_EVERY_MS);
  return {
    stopReading: () => socket.pause(),
    close() {
      clearInterval(timer);
      socket.terminate();
    },
  };
}
