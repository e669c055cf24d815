import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { promptSocketClass, type SocketClass } from './prompt-socket';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function listen(onUpgrade: (server: Server) => void): Promise<string> {
  server = createServer();
  onUpgrade(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a socket tells, in order. */
function open(url: string, openMs = 10_000) {
  const PromptSocket = promptSocketClass(WebSocket as unknown as SocketClass, { openMs });
  const socket = new PromptSocket(url);
  const told: string[] = [];
  for (const type of ['open', 'message', 'error', 'close'] as const) {
    socket.addEventListener(type, (event) => {
      told.push('data' in event ? `message ${event.data}` : type);
    });
  }
  return { socket, told };
}

it('is over once it is closed, though the peer says nothing, and drops what comes after', async () => {
  const wss = new WebSocketServer({ noServer: true });
  const peers: WebSocket[] = [];
  const url = await listen((http) => {
    http.on('upgrade', (req, raw, head) => {
      wss.handleUpgrade(req, raw, head, (peer) => {
        peers.push(peer);
        peer.send('first');
      });
    });
  });
  const { socket, told } = open(url);
  await vi.waitFor(() => expect(told).toEqual(['open', 'message first']));
  // The peer reads nothing any more, so it will not answer a closing handshake either.
  peers[0]?.pause();
  peers[0]?.send('late');
  socket.close();
  await Promise.resolve();
  expect(told).toEqual(['open', 'message first', 'close']);
  expect(socket.readyState).toBe(WebSocket.CLOSED);
  peers[0]?.terminate();
  await once(peers[0] ?? wss, 'close');
  await vi.waitFor(() => expect(told).toEqual(['open', 'message first', 'close']));
});

it('tells that the peer closed, and with which code', async () => {
  const wss = new WebSocketServer({ noServer: true });
  const url = await listen((http) => {
    http.on('upgrade', (req, raw, head) => {
      wss.handleUpgrade(req, raw, head, (peer) => peer.close(1012, 'restarting'));
    });
  });
  const { socket } = open(url);
  const [event] = await once(socket, 'close');
  expect(event).toMatchObject({ code: 1012 });
});

it('gives up on a peer that does not answer the upgrade', async () => {
  const url = await listen((http) => http.on('upgrade', () => undefined));
  const { told } = open(url, 50);
  await vi.waitFor(() => expect(told).toEqual(['error', 'close']));
});
