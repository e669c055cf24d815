import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, openTestDoor, type TestDoor } from '../../testing/open-test-door';
import { openDoor } from './open-door';

let home: string;
let here: TestDoor;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gpu-agent-door-'));
  here = await openTestDoor(home);
}, 300_000);
afterAll(async () => {
  await here?.close();
  await rm(home, { recursive: true, force: true });
});

/** One request with any headers: fetch would not let Host and Origin be chosen. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const bearer = { authorization: `Bearer ${here.tokenOf(ANNA)}` };
      const asking = request(
        `${here.door.url}${path}`,
        { method, headers: { ...bearer, ...headers } },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (piece: string) => {
            text += piece;
          });
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
          );
        },
      );
      asking.on('error', reject);
      asking.end(body);
    },
  );
}

describe('the door', () => {
  it('is known by its greeting, with and without a body', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, text: 'Ollama is running' });
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  it('lets no foreign page in, by whatever name it calls this machine', async () => {
    const rebound = await ask('/api/tags', { headers: { host: 'evil.example' } });
    expect(rebound).toMatchObject({ status: 403, text: expect.stringContaining('127.0.0.1') });
    const crossed = await ask('/api/tags', { headers: { origin: 'https://evil.example' } });
    expect(crossed.status).toBe(403);
    expect(crossed.headers['access-control-allow-origin']).toBeUndefined();
    const preflight = { method: 'OPTIONS', headers: { origin: 'https://evil.example' } };
    expect((await ask('/api/chat', preflight)).status).toBe(403);
  });

  it('lets a page of this machine ask with a token', async () => {
    const headers = { origin: 'http://localhost:5173' };
    const preflight = await ask('/api/chat', { method: 'OPTIONS', headers });
    expect(preflight).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': headers.origin },
    });
    expect((await ask('/api/tags', { headers })).headers['access-control-allow-origin']).toBe(
      headers.origin,
    );
  });

  it.each([
    ['POST', '/api/chat', 'not json', 400, 'not JSON'],
    ['POST', '/api/chat', '{"messages": []}', 400, 'model'],
    [
      'POST',
      '/api/generate',
      `{"model": "${ANNA}", "options": {"num_predict": "x"}}`,
      400,
      'num_predict',
    ],
    ['POST', '/api/generate', `"${'x'.repeat(9 * 2 ** 20)}"`, 413, '8 MiB'],
    ['GET', '/api/nothing', '', 404, 'There is no GET /api/nothing'],
    ['POST', '/api/blobs/sha256:00', 'x', 403, 'Nothing is uploaded'],
  ])('answers %s %s %.20s with a reason', async (method, path, body, status, reason) => {
    const answer = await ask(path, { method, body });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error).toContain(reason);
  });

  it('loads nothing for an empty request, and says so as Ollama does', async () => {
    const body = JSON.stringify({ model: ANNA, stream: false });
    const { text } = await ask('/api/generate', { method: 'POST', body });
    expect(JSON.parse(text)).toMatchObject({ response: '', done: true, done_reason: 'load' });
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(here.door.url).port);
    await expect(openDoor(here.parts, port)).rejects.toMatchObject({
      message: expect.stringMatching(/another program listens there\. Set AGENT_DOOR_PORT/),
    });
  });

  it('keeps no token and no mail in its log', async () => {
    expect(here.log.join('\n')).not.toContain(here.tokenOf(ANNA));
  });
});
