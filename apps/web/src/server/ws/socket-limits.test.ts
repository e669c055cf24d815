import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { closeSockets, watchBackpressure, watchUnread } from './socket-limits';

const AT_ONCE = { drainMs: 0, tell: () => undefined };
const CHUNK = 'x'.repeat(1024 * 1024);

/** How far ahead of its reader a sender that waits may be, in messages of 16 KiB. */
const PIECE = 'x'.repeat(16 * 1024);

async function openPair() {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(wss, 'listening');
  const { port } = wss.address() as AddressInfo;
  const reader = new WebSocket(`ws://127.0.0.1:${port}`);
  const [[sender, req]] = await Promise.all([once(wss, 'connection'), once(reader, 'open')]);
  return { wss, reader, sender: sender as WebSocket, socket: (req as IncomingMessage).socket };
}

it('cuts off a peer that does not read, and leaves one alone that does', async () => {
  const slow = await openPair();
  const good = await openPair();
  const stop = [slow, good].map(({ wss }) => watchBackpressure(wss, CHUNK.length));
  slow.reader.pause();
  const cut = once(slow.sender, 'close');
  for (let sent = 0; sent < 32; sent += 1) {
    slow.sender.send(CHUNK);
    good.sender.send(String(sent));
  }
  await cut;
  expect(good.sender.readyState).toBe(WebSocket.OPEN);
  for (const end of stop) end();
  await Promise.all([closeSockets(slow.wss, AT_ONCE), closeSockets(good.wss, AT_ONCE)]);
});

it('closes with 1012, and cuts a peer that does not hang up', async () => {
  const { wss, reader } = await openPair();
  const code = once(reader, 'close');
  await closeSockets(wss, AT_ONCE);
  expect((await code)[0]).toBe(1012);

  const deaf = await openPair();
  deaf.reader.pause();
  await closeSockets(deaf.wss, AT_ONCE);
  expect(deaf.wss.clients.size).toBe(0);
});

it('lets who sends wait for a reader that does not read, and go on when it does, or is gone', async () => {
  const { wss, reader, sender, socket } = await openPair();
  const drained = watchUnread(sender, socket);
  let sent = 0;
  let most = 0;
  const sending = (async () => {
    while (sender.readyState === WebSocket.OPEN) {
      await drained();
      sender.send(PIECE);
      sent += 1;
      most = Math.max(most, sender.bufferedAmount);
    }
  })();
  let read = 0;
  reader.on('message', () => {
    read += 1;
  });
  await vi.waitFor(() => expect(read).toBeGreaterThan(10));
  reader.pause();
  // What the kernel takes comes first; then nothing is sent any more.
  const standsStill = async () => {
    const before = sent;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toBe(before);
  };
  await vi.waitFor(standsStill, { timeout: 10_000 });
  const stoodAt = sent;
  expect(most).toBeLessThan(128 * 1024);
  reader.resume();
  await vi.waitFor(() => expect(read).toBeGreaterThan(stoodAt + 10), { timeout: 10_000 });
  reader.pause();
  await vi.waitFor(standsStill, { timeout: 10_000 });
  reader.terminate();
  await sending;
  await closeSockets(wss, AT_ONCE);
});
