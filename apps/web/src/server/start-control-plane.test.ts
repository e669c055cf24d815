import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { createTestDatabase, type TestDatabase } from '@emailai/db/test-database';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ControlPlane, startControlPlane } from './start-control-plane';

let stateDir: string;
let database: TestDatabase;
let plane: ControlPlane;
let base: string;

const startPlane = async (port: number) =>
  startControlPlane({
    databaseUrl: database.url,
    vault: await openMailVault({ keyFile: join(stateDir, 'operator-key.json') }),
    stateDir,
    port,
    pages: 'off',
    isDemo: false,
    log: () => undefined,
  });

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'emailai-plane-'));
  database = await createTestDatabase();
  plane = await startPlane(0);
  base = `http://127.0.0.1:${plane.port}`;
});
afterAll(async () => {
  await plane.close();
  await database.drop();
  await rm(stateDir, { recursive: true, force: true });
});

/** The status the server answers an upgrade with; 101 where it opens, `closed` telling when it ends. */
function connect(path: string, headers: Record<string, string>) {
  const socket = new WebSocket(`ws://127.0.0.1:${plane.port}${path}`, { headers });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return new Promise<{ status: number; socket: WebSocket; closed: Promise<number> }>(
    (resolve, reject) => {
      socket.once('open', () => resolve({ status: 101, socket, closed }));
      socket.once('unexpected-response', (_, answer) => {
        resolve({ status: answer.statusCode ?? 0, socket, closed });
        answer.destroy();
      });
      socket.once('error', reject);
    },
  );
}

const statusOf = async (path: string, headers: Record<string, string>) => {
  const { status, socket } = await connect(path, headers);
  socket.on('error', () => undefined);
  socket.terminate();
  return status;
};

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: base, ...headers },
    body: JSON.stringify(body),
  });

const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');

/** Signs the first visitor up once; later calls answer the same cookie. */
let operatorCookie: Promise<string> | undefined;
const operator = () => {
  operatorCookie ??= post('/api/auth/sign-up/email', {
    name: 'Olga',
    email: 'olga@example.org',
    password: 'a long password',
  }).then(async (answer) => {
    expect(answer.status, await answer.clone().text()).toBe(200);
    return cookieOf(answer);
  });
  return operatorCookie;
};

describe('/ws/agent', () => {
  const token = async () => {
    const made = await createAgentToken({ ctx: plane.ctx, input: { name: 'desk' } });
    return { agentId: made.agentId, authorization: `Bearer ${made.token}` };
  };

  it('refuses who sends no token, a wrong one or a session cookie in its place', async () => {
    const { authorization } = await token();
    expect(await statusOf('/ws/agent', {})).toBe(401);
    expect(await statusOf('/ws/agent', { authorization: 'Bearer fta_wrong' })).toBe(401);
    expect(await statusOf('/ws/agent', { authorization: `${authorization}x` })).toBe(401);
    expect(await statusOf('/ws/agent', { cookie: await operator() })).toBe(403);
  });

  it('refuses browsers even with the right token', async () => {
    const { authorization } = await token();
    expect(await statusOf('/ws/agent', { authorization, origin: base })).toBe(403);
    expect(await statusOf('/ws/agent', { authorization, cookie: 'a=b' })).toBe(403);
  });

  it('lets an agent in and closes its socket when its token is revoked', async () => {
    const { agentId, authorization } = await token();
    const { status, closed } = await connect('/ws/agent', { authorization });
    expect(status).toBe(101);
    const answer = await post('/api/trpc/agent.revoke', { agentId }, { cookie: await operator() });
    expect(answer.status).toBe(200);
    expect(await closed).toBe(4401);
    expect(await statusOf('/ws/agent', { authorization })).toBe(401);
  });
});

describe('/ws/app', () => {
  it('opens for a signed-in page of this server only', async () => {
    const cookie = await operator();
    expect(await statusOf('/ws/app', { cookie, origin: base })).toBe(101);
    expect(await statusOf('/ws/app', { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf('/ws/app', { cookie })).toBe(403);
    expect(await statusOf('/ws/app', { origin: base })).toBe(401);
    expect(
      await statusOf('/ws/app', { cookie: 'emailai.session_token=forged', origin: base }),
    ).toBe(401);
  });

  it('does not know other sockets', async () => {
    expect(await statusOf('/ws/other', {})).toBe(404);
  });
});

describe('sign-up', () => {
  it('makes the first visitor the operator and refuses everybody after', async () => {
    const cookie = await operator();
    const me = await fetch(`${base}/api/trpc/session.me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ result: { data: { user: { role: 'operator' } } } });
    const second = await post('/api/auth/sign-up/email', {
      name: 'Second',
      email: 'second@example.org',
      password: 'a long password',
    });
    expect(second.status).toBe(403);
    expect((await second.json()).message).toContain('Sign-up is closed');
  });

  it('takes no role from the form', async () => {
    const answer = await post(
      '/api/auth/update-user',
      { role: 'writer' },
      { cookie: await operator() },
    );
    const me = await fetch(`${base}/api/trpc/session.me`, {
      headers: { cookie: await operator() },
    });
    expect(answer.ok).toBe(false);
    expect(await me.json()).toMatchObject({ result: { data: { user: { role: 'operator' } } } });
  });

  it('has no one-click door outside the demo', async () => {
    const { id } = await database.db.prisma.user.findFirstOrThrow();
    const answer = await post('/api/auth/demo-sign-in', { userId: id });
    expect(answer.status).toBe(404);
    const entry = await fetch(`${base}/api/auth/entry`);
    expect(await entry.json()).toEqual({ signUp: 'closed', isDemo: false, demoUsers: [] });
  });
});

describe('plain HTTP', () => {
  it('refuses pages of other sites and names that are not ours', async () => {
    const foreign = await post('/api/trpc/fineTune.start', {}, { Origin: 'http://evil.example' });
    expect(foreign.status).toBe(403);
    const health = await fetch(`${base}/api/health`);
    expect(await health.json()).toEqual({ ok: true });
    expect(health.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(health.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('refuses a foreign name that resolves here', async () => {
    const status = await new Promise((resolve, reject) => {
      get(`${base}/sign-in`, { headers: { host: 'rebound.example' } }, (answer) => {
        resolve(answer.statusCode);
        answer.resume();
      }).once('error', reject);
    });
    expect(status).toBe(421);
  });

  it('says in the same shape what does not exist', async () => {
    const answer = await fetch(`${base}/api/nothing`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } });
  });
});

it('says that its port is taken, before anything else is started', async () => {
  await expect(startPlane(plane.port)).rejects.toThrow(`Port ${plane.port} is taken`);
});

it('asks agents to come back when it closes', async () => {
  const other = await startPlane(0);
  const { token: secret } = await createAgentToken({ ctx: other.ctx, input: { name: 'shed' } });
  const socket = new WebSocket(`ws://127.0.0.1:${other.port}/ws/agent`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const code = new Promise((resolve) => socket.once('close', resolve));
  await other.close();
  expect(await code).toBe(1012);
});
