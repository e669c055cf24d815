import { revokeApiToken } from '@emailai/services/api-token/revoke-api-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REST_ROUTES } from './rest-routes';
import { openRestDesk, type RestDesk, type ScriptingWriter } from './testing/open-rest-desk';

const FINE_TUNE = '/api/user/ai/fine-tune';

interface World {
  jobId: string;
  emailAccountId: string;
}

/** How each route of writers is asked for what belongs to another. One that is missing fails the first test. */
const TABLE: Record<string, { path: (world: World) => string; body?: (world: World) => unknown }> =
  {
    [`POST ${FINE_TUNE}`]: {
      path: () => FINE_TUNE,
      body: ({ emailAccountId }) => ({ emailAccountId }),
    },
    [`GET ${FINE_TUNE}`]: {
      path: ({ emailAccountId }) => `${FINE_TUNE}?emailAccountId=${emailAccountId}`,
    },
    [`DELETE ${FINE_TUNE}`]: { path: ({ jobId }) => `${FINE_TUNE}?jobId=${jobId}` },
    'GET /v1/fine_tuning/jobs': { path: ({ jobId }) => `/v1/fine_tuning/jobs?after=${jobId}` },
    'GET /v1/fine_tuning/jobs/{jobId}': { path: ({ jobId }) => `/v1/fine_tuning/jobs/${jobId}` },
    'GET /v1/fine_tuning/jobs/{jobId}/events': {
      path: ({ jobId }) => `/v1/fine_tuning/jobs/${jobId}/events`,
    },
  };
const routes = Object.entries(TABLE).map(([route, row]) => {
  const [method = ''] = route.split(' ');
  return { route, method, ...row };
});

let desk: RestDesk;
let world: World;
/** The first to sign up, who is the operator; with a mailbox and a session cookie. */
let operator: { cookie: string; userId: string; token: string };
let stranger: ScriptingWriter;

async function signUp(): Promise<typeof operator> {
  const answer = await desk.ask('POST', '/api/auth/sign-up/email', {
    body: { name: 'Olga', email: 'olga@example.org', password: 'a long password' },
    headers: { Origin: desk.base },
  });
  const cookie = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  const { ctx } = desk.plane;
  const { id: userId } = await ctx.db.prisma.user.findFirstOrThrow({
    where: { email: 'olga@example.org', role: 'operator' },
  });
  const { emailAccountId: id, token } = await desk.writer(100);
  await ctx.db.prisma.emailAccount.update({ where: { id }, data: { userId } });
  await ctx.db.prisma.apiToken.updateMany({ data: { userId } });
  return { cookie, userId, token };
}

beforeAll(async () => {
  desk = await openRestDesk();
  operator = await signUp();
  const owner = await desk.writer(100);
  await desk.ask('POST', FINE_TUNE, { token: owner.token });
  const { userId, emailAccountId } = owner;
  const job = await desk.plane.ctx.db.prisma.fineTuningJob.findFirstOrThrow({ where: { userId } });
  world = { jobId: job.id, emailAccountId };
  stranger = await desk.writer(100);
});
afterAll(() => desk.close());

describe('what belongs to a writer', () => {
  it('lies behind routes that all stand in the table', () => {
    const ofWriters = REST_ROUTES.filter(({ caller }) => caller === 'writer');
    expect(ofWriters.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      Object.keys(TABLE).sort(),
    );
  });

  it.each(routes)('$route shows and changes nothing for others', async ({ method, path, body }) => {
    const before = await desk.allRows();
    const ask = { body: body?.(world) };
    for (const token of [stranger.token, operator.token]) {
      const answer = await desk.ask(method, path(world), { ...ask, token });
      expect([400, 404]).toContain(answer.status);
      // What was asked after may be named, but nothing else of the job.
      expect(answer.json).toEqual({ error: expect.anything() });
    }
    expect((await desk.ask(method, path(world), ask)).status).toBe(401);
    expect(await desk.allRows()).toEqual(before);
  });

  it('is closed to a token from the moment it is revoked', async () => {
    const { token, userId } = await desk.writer(1);
    const ask = () => desk.ask('GET', FINE_TUNE, { token });
    expect((await ask()).status).toBe(200);
    const apiTokenId = token.split('_')[1] ?? '';
    await revokeApiToken({ ctx: desk.plane.ctx, input: { userId, apiTokenId } });
    expect((await ask()).status).toBe(401);
  });
});

describe('the session cookie', () => {
  const withCookie = (method: string, headers: Record<string, string> = {}) =>
    desk.ask(method, FINE_TUNE, { headers: { Cookie: operator.cookie, ...headers } });

  it('reads without an Origin, as browsers ask for what is on their own site', async () => {
    expect((await withCookie('GET')).status).toBe(200);
  });

  it('changes nothing unless a page of ours sent it', async () => {
    const before = await desk.allRows();
    for (const method of ['POST', 'DELETE']) {
      for (const headers of [{}, { Origin: 'http://evil.example' }, { Origin: 'null' }]) {
        const answer = await withCookie(method, headers);
        expect(answer.status).toBe(403);
        expect(answer.json).toMatchObject({ error: { code: 'forbidden' } });
      }
    }
    expect(await desk.allRows()).toEqual(before);
  });

  it('starts and cancels for a page of ours', async () => {
    const started = await withCookie('POST', { Origin: desk.base });
    expect(started.status, started.text).toBe(202);
    expect((await withCookie('DELETE', { Origin: desk.base })).status).toBe(202);
  });

  it('does not help a wrong token', async () => {
    const Authorization = 'Bearer eat_wrong';
    expect((await withCookie('GET', { Authorization })).status).toBe(401);
  });
});

it('brakes a script that asks without end, and says for how long', async () => {
  const { token } = await desk.writer(1);
  const ask = () => desk.ask('GET', '/v1/fine_tuning/jobs', { token });
  for (let asked = 0; asked < 300; asked += 1) expect((await ask()).status).toBe(200);
  const braked = await ask();
  expect(braked.status).toBe(429);
  expect(Number(braked.headers['retry-after'])).toBeGreaterThan(0);
});

it('says of what nobody foresaw nothing but a reference, under which the log has the rest', async () => {
  const { token } = await desk.writer(1);
  const { pool } = desk.plane.ctx.db;
  await pool.query('ALTER TABLE "ApiToken" RENAME TO "Gone"');
  const answer = await desk.ask('GET', FINE_TUNE, { token });
  await pool.query('ALTER TABLE "Gone" RENAME TO "ApiToken"');
  const requestId = answer.headers['x-request-id'];
  expect(answer.status).toBe(500);
  expect(answer.json).toEqual({
    error: {
      code: 'internal',
      message: `Something went wrong on our side. Reference: ${requestId}.`,
      param: null,
      type: 'server_error',
      requestId,
    },
  });
  const entry = { level: 'error', event: 'request_failed', requestId, path: FINE_TUNE };
  expect(desk.logged).toContainEqual(expect.objectContaining(entry));
  expect(JSON.stringify(desk.logged)).not.toContain(token);
});
