import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { closeSockets, watchBackpressure } from './socket-limits';

const AT_ONCE = { drainMs: 0, tell: () => undefined };
const CHUNK = 'x'.repeat(1024 * 1024);

async function openPair() {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(wss, 'listening');
  const { port } = wss.address() as AddressInfo;
  const reader = new WebSocket(`ws://127.0.0.1:${port}`);
  const [[sender]] = await Promise.all([once(wss, 'connection'), once(reader, 'open')]);
  return { wss, reader, sender: sender as WebSocket };
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
