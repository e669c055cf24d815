import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { createFrontServer } from './front-server';
import { listen } from './listen';

it('closes though somebody holds an upgraded socket open, as the pages of a dev run do', async () => {
  const front = createFrontServer(() => undefined);
  const port = await listen(front.server, { host: '127.0.0.1', port: 0 });
  front.open({
    onRequest: async () => undefined,
    onUpgrade: async (_req, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    },
  });
  const peer = connect(port, '127.0.0.1');
  peer.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
  await once(peer, 'data');
  const closed = new Promise<void>((resolve) => front.server.close(() => resolve()));
  front.cutOff();
  await closed;
  await once(peer, 'close');
  expect(peer.destroyed).toBe(true);
});
