import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProxy, type TcpProxy } from './open-proxy';

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => socket.write(chunk));
});
let proxy: TcpProxy;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await openProxy((server.address() as AddressInfo).port);
});
afterAll(async () => {
  await proxy.close();
  server.close();
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const echoed = async (socket: Socket, text: string) => {
  socket.write(text);
  const [answer] = await once(socket, 'data');
  return String(answer);
};

it('passes on what comes, and counts what the server sent', async () => {
  const socket = await dial();
  expect(await echoed(socket, 'hello')).toBe('hello');
  expect(proxy.newest?.receivedBytes).toBe(5);
  socket.destroy();
});

it('cuts both halves', async () => {
  const socket = await dial();
  await echoed(socket, 'x');
  const closed = once(socket, 'close');
  const link = proxy.newest;
  link?.cut();
  await closed;
  await link?.endedByServer;
});

it('swallows everything once frozen, the end of the server included', async () => {
  const socket = await dial();
  await echoed(socket, 'x');
  const link = proxy.newest;
  link?.freeze();
  const heard: string[] = [];
  socket.on('data', (chunk) => heard.push(String(chunk)));
  socket.on('close', () => heard.push('closed'));
  socket.write('lost');
  const other = await dial();
  expect(await echoed(other, 'alive')).toBe('alive');
  expect(heard).toEqual([]);
  expect(socket.destroyed).toBe(false);
  other.destroy();
  link?.cut();
  await once(socket, 'close');
});
