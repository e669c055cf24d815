import { readFile } from 'node:fs/promises';
import { newId } from '@emailai/contracts/ids';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Ask, openRestDesk, type RestDesk } from '../rest/testing/open-rest-desk';

const TOKEN = 'a-token-for-prometheus';

let desk: RestDesk;
beforeAll(async () => {
  desk = await openRestDesk({
    operations: { internalKeys: [], webhook: null, metricsToken: TOKEN, retention: {} },
  });
});
afterAll(() => desk.close());

const metrics = async () => (await desk.ask('GET', '/metrics')).text;
/** The value of one series, by its name and labels as they are written. */
const readSeries = (text: string, series: string) => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
};

describe('probes', () => {
  it('answer under any name, for machines ask by address; ready with the listener', async () => {
    const ask = (path: string) => desk.ask('GET', path, { headers: { Host: '10.1.2.3:3210' } });
    expect((await ask('/healthz')).json).toEqual({ ok: true });
    await vi.waitFor(
      async () => {
        const { status, json } = await ask('/readyz');
        expect(status).toBe(200);
        expect(json).toMatchObject({ ok: true, checks: { listener: { ok: true, reason: null } } });
      },
      { timeout: 10_000, interval: 100 },
    );
  });
});

describe('/metrics', () => {
  it.each<[string, Ask['headers'], number]>([
    ['on this machine', {}, 200],
    ['under a name of its own for it', { Host: 'localhost' }, 200],
    ['behind a proxy', { 'X-Forwarded-For': '203.0.113.7' }, 401],
    ['behind another proxy', { Forwarded: 'for=203.0.113.7' }, 401],
    ['under a public name', { Host: 'mail.example.org' }, 401],
    ['under a name that was rebound', { Host: 'localhost.evil.example' }, 401],
    ['from a page', { Origin: 'http://evil.example' }, 401],
    ['with a wrong token', { Host: 'x', Authorization: 'Bearer wrong' }, 401],
    ['with the token', { Host: 'mail.example.org', Authorization: `Bearer ${TOKEN}` }, 200],
  ])('%s', async (_, headers = {}, status) => {
    expect((await desk.ask('GET', '/metrics', { headers })).status).toBe(status);
  });

  it('is in the format of Prometheus', async () => {
    const { headers, text } = await desk.ask('GET', '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const line of text.split('\n').filter((one) => one !== '')) {
      expect(line).toMatch(
        /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? (-?[\d.e+-]+|\+Inf|NaN))$/,
      );
    }
  });

  it('counts what the plane holds', async () => {
    const { token } = await desk.writer(100);
    await desk.ask('POST', '/api/user/ai/fine-tune', { token });
    const text = await metrics();
    expect(readSeries(text, 'emailai_database_up')).toBe(1);
    expect(readSeries(text, 'emailai_jobs{status="PENDING"}')).toBe(1);
    expect(readSeries(text, 'emailai_jobs{status="COMPLETED"}')).toBe(0);
    expect(readSeries(text, 'emailai_queue_oldest_seconds')).toBeGreaterThan(0);
    expect(readSeries(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
  });

  it('counts sockets while they are open', async () => {
    const { ctx, port } = desk.plane;
    const { token } = await createAgentToken({ ctx, input: { name: 'desk' } });
    const series = 'emailai_sockets_open{kind="agent"}';
    expect(readSeries(await metrics(), series)).toBe(0);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/agent`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await vi.waitFor(async () => expect(readSeries(await metrics(), series)).toBe(1));
    socket.terminate();
    await vi.waitFor(async () => expect(readSeries(await metrics(), series)).toBe(0));
  });

  it('tells requests apart by their route, never by what was asked for', async () => {
    const [jobId, made] = [newId(), newId()];
    const { token } = await desk.writer(1);
    await desk.ask('GET', `/v1/fine_tuning/jobs/${jobId}`, { token });
    await desk.ask('GET', `/api/${made}`);
    await desk.ask('GET', `/v1/${made}?x=${made}`);
    await fetch(`${desk.base}/api/trpc/${made}`);
    await desk.ask('GET', '/api/trpc/session.me');
    await desk.ask('GET', '/api/auth/get-session');
    const text = await metrics();
    const count = (route: string, status: string) =>
      readSeries(
        text,
        `emailai_http_request_seconds_count{method="GET",route="${route}",status="${status}"}`,
      );
    expect(count('/v1/fine_tuning/jobs/{jobId}', '4xx')).toBe(1);
    expect(count('(unknown)', '4xx')).toBe(2);
    expect(count('/api/trpc/(unknown)', '4xx')).toBe(1);
    expect(count('/api/trpc/session.me', '2xx')).toBe(1);
    expect(count('/api/auth/*', '2xx')).toBe(1);
    for (const id of [jobId, made, token]) expect(text).not.toContain(id);
  });

  it('has no name that docs/OPERATIONS.md does not explain, and the other way round', async () => {
    const docs = await readFile(
      new URL('../../../../../docs/OPERATIONS.md', import.meta.url),
      'utf8',
    );
    const named = [...(await metrics()).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    const explained = [...docs.matchAll(/^\| `((?:emailai|process|nodejs)_\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(explained.sort()).toEqual(named.sort());
  });
});
