import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { agentSocketUrl, createDial } from './dial-server';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const dial = (serverUrl: string) =>
  createDial({ serverUrl, token: 'fta_a_b' })(new AbortController().signal);

describe('dialling the server', () => {
  it('makes a WebSocket address of what people write', () => {
    expect(agentSocketUrl('http://127.0.0.1:3210')).toBe('ws://127.0.0.1:3210/ws/agent');
    expect(agentSocketUrl('https://mail.example.org')).toBe('wss://mail.example.org/ws/agent');
    expect(agentSocketUrl('wss://example.org/behind/proxy')).toBe('wss://example.org/behind/proxy');
  });

  it('shows its token at the upgrade and hears when the server goes', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    const shown: unknown[] = [];
    wss.on('connection', (socket, request) => {
      shown.push(request.url, request.headers.authorization);
      setImmediate(() => socket.close(1012));
    });
    const connection = await dial(await listen(server));
    expect(await connection.closed).toContain('1012');
    expect(shown).toEqual(['/ws/agent', 'Bearer fta_a_b']);
  });

  it.each([401, 403])('knows a refused token by the answer %i', async (status) => {
    const server = createServer();
    server.on('upgrade', (_request, socket) => {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    });
    await expect(dial(await listen(server))).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('takes a server that is starting for one to ask again', async () => {
    const server = createServer();
    server.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 503 Later\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
    await expect(dial(await listen(server))).rejects.toMatchObject({
      kind: 'disconnected',
      message: expect.stringContaining('503'),
    });
    await expect(dial('http://127.0.0.1:1')).rejects.toMatchObject({ kind: 'disconnected' });
  });

  it('fails a call under way when the connection breaks', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    wss.on('connection', (socket) => socket.on('message', () => socket.terminate()));
    const connection = await dial(await listen(server));
    await expect(connection.claim({ claimId: 'claim1' })).rejects.toMatchObject({
      kind: 'disconnected',
    });
  });

  it('leaves a server that has gone without a word, sooner where it says how often it speaks', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    wss.on('connection', (socket) => socket.on('message', () => undefined));
    const serverUrl = await listen(server);
    const { signal } = new AbortController();
    const dialWith = (silenceMs: number) =>
      createDial({ serverUrl, token: 'fta_a_b', times: { silenceMs } })(signal);
    const startedMs = performance.now();
    const first = await dialWith(100);
    expect(await first.closed).toContain('1006');
    const second = await dialWith(600_000);
    second.expectWithin(100);
    expect(await second.closed).toContain('1006');
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await expect(second.claim({ claimId: 'claim1' })).rejects.toMatchObject({
      kind: 'disconnected',
    });
  });

  it('stays with a server that pings', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    let pongs = 0;
    wss.on('connection', (socket) => {
      const timer = setInterval(() => socket.send('PING'), 20);
      socket.on('message', (data) => {
        if (String(data) === 'PONG') pongs += 1;
        if (pongs === 30) socket.close(1012);
      });
      socket.once('close', () => clearInterval(timer));
    });
    const serverUrl = await listen(server);
    const { signal } = new AbortController();
    const times = { silenceMs: 300 };
    const connection = await createDial({ serverUrl, token: 'fta_a_b', times })(signal);
    expect(await connection.closed).toContain('1012');
    expect(pongs).toBe(30);
  });

  it('does not dial again for a call that comes after the connection closed', async () => {
    const server = createServer();
    const wss = new WebSocketServer({ server });
    let dialled = 0;
    wss.on('connection', (socket) => {
      dialled += 1;
      if (dialled === 1) setImmediate(() => socket.close(1012));
      socket.on('message', () => socket.terminate());
    });
    const connection = await dial(await listen(server));
    await connection.closed;
    await expect(connection.claim({ claimId: 'claim1' })).rejects.toMatchObject({
      kind: 'disconnected',
    });
    await expect(connection.bye()).rejects.toMatchObject({ kind: 'disconnected' });
    connection.onHint(() => undefined);
    expect(dialled).toBe(1);
  });
});
