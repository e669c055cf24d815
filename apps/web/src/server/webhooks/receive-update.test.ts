import { newId } from '@emailai/contracts/ids';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, openRestDesk, type RestDesk } from '../rest/testing/open-rest-desk';

const PATH = '/api/webhooks/fine-tuning';
const OLD_KEY = 'the-key-of-last-year';
const KEY = 'the-key-of-this-year';
const BASE64_KEY = `whsec_${Buffer.from('a key as the standard writes them').toString('base64')}`;

let desk: RestDesk;
beforeAll(async () => {
  desk = await openRestDesk({
    operations: {
      internalKeys: [KEY, OLD_KEY, BASE64_KEY],
      webhook: null,
      metricsToken: null,
      retention: {},
    },
  });
});
afterAll(() => desk.close());

async function waitingJobId(): Promise<string> {
  const { userId, emailAccountId } = await desk.writer(100);
  const input = { userId, emailAccountId, idempotencyKey: newId() };
  return (await startFineTune({ ctx: desk.plane.ctx, input })).job.id;
}

const say = (update: unknown, key: string | null = KEY) =>
  desk.ask('POST', PATH, { body: update, ...(key === null ? {} : { token: key }) });

interface Signing {
  key?: string;
  id?: string;
  /** Seconds that its clock is off. */
  offSeconds?: number;
  /** What was signed, where that is not what is sent. */
  signed?: string;
}
function signed(
  update: unknown,
  { key = KEY, id = newId(), offSeconds = 0, signed }: Signing = {},
) {
  const body = JSON.stringify(update);
  const at = new Date(Date.now() + offSeconds * 1_000);
  const format = key.startsWith('whsec_') ? {} : { format: 'raw' as const };
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(key, format).sign(id, at, signed ?? body),
    },
  };
}
const send = (ask: ReturnType<typeof signed>) => desk.ask('POST', PATH, ask);

async function expectRefused(asking: () => Promise<Answer>, status: number, code: string) {
  const before = await desk.allRows();
  const answer = await asking();
  expect(answer.status, answer.text).toBe(status);
  expect(answer.json).toMatchObject({
    error: { code, message: expect.any(String), requestId: answer.headers['x-request-id'] },
  });
  expect(await desk.allRows()).toEqual(before);
  return answer;
}

describe('the key', () => {
  it('lets a worker in, the old one too while it is changed', async () => {
    const jobId = await waitingJobId();
    const taken = await say({ jobId, status: 'EXTRACTING_DATA', progress: 10, currentStep: 'x' });
    expect(taken.json).toEqual({
      success: true,
      job: { id: jobId, status: 'EXTRACTING_DATA', progress: 10, epoch: 1 },
      directive: 'continue',
    });
    const later = await say({ jobId, status: 'TRAINING', progress: 40 }, OLD_KEY);
    expect(later.json).toMatchObject({ job: { status: 'TRAINING', progress: 40 } });
  });

  it.each([
    ['none', null],
    ['another', 'the-key-of-next-year'],
    ['one with a letter changed', `${KEY.slice(0, -1)}R`],
    ['a part', KEY.slice(0, -1)],
    ['all of them', `${KEY},${OLD_KEY}`],
  ])('refuses %s', async (_, key) => {
    const jobId = await waitingJobId();
    const update = { jobId, status: 'EXTRACTING_DATA' };
    await expectRefused(() => say(update, key), 401, 'unauthenticated');
  });

  it('is no token of a writer, and a writer’s token is no key', async () => {
    const { token } = await desk.writer(1);
    await expectRefused(() => say({ jobId: newId() }, token), 401, 'unauthenticated');
    expect((await desk.ask('GET', '/api/user/ai/fine-tune', { token: KEY })).status).toBe(401);
  });
});

describe('a signature', () => {
  it.each([
    ['the key', KEY],
    ['the old key', OLD_KEY],
    ['a key in base64', BASE64_KEY],
  ])('by %s is as good', async (_, key) => {
    const jobId = await waitingJobId();
    const answer = await send(signed({ jobId, status: 'EXTRACTING_DATA' }, { key }));
    expect(answer.status, answer.text).toBe(200);
  });

  it.each<[string, Signing]>([
    ['by another key', { key: 'the-key-of-next-year' }],
    ['of another body', { signed: '{}' }],
    ['six minutes old', { offSeconds: -360 }],
    ['from six minutes ahead', { offSeconds: 360 }],
  ])('%s is refused', async (_, signing) => {
    const jobId = await waitingJobId();
    const ask = signed({ jobId, status: 'EXTRACTING_DATA' }, signing);
    await expectRefused(() => send(ask), 401, 'unauthenticated');
  });

  it('covers every byte of the body, the id and the time', async () => {
    const jobId = await waitingJobId();
    const good = signed({ jobId, status: 'EXTRACTING_DATA' });
    const altered = [
      { ...good, body: good.body.replace('EXTRACTING_DATA', 'extracting_data') },
      { ...good, body: `${good.body} ` },
      ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
        ...good,
        headers: { ...good.headers, [name]: `${Reflect.get(good.headers, name)}1` },
      })),
      { ...good, headers: { 'Content-Type': 'application/json', 'webhook-id': 'x' } },
    ];
    for (const ask of altered) {
      await expectRefused(() => desk.ask('POST', PATH, ask), 401, 'unauthenticated');
    }
    expect((await send(good)).status).toBe(200);
  });

  it('counts once: who repeats the webhook gets the first answer, and nothing happens', async () => {
    const jobId = await waitingJobId();
    await say({ jobId, status: 'EXTRACTING_DATA' });
    const id = newId();
    const ask = signed({ jobId, status: 'TRAINING', progress: 40 }, { id });
    const first = await send(ask);
    expect(first.json).toMatchObject({ job: { progress: 40 } });
    await say({ jobId, progress: 60 });
    const before = await desk.allRows();
    const replays = await Promise.all([1, 2, 3].map(() => send(ask)));
    for (const replay of replays) expect(replay.json).toEqual(first.json);
    expect(await desk.allRows()).toEqual(before);
    const reused = signed({ jobId, status: 'FAILED' }, { id });
    const answer = await expectRefused(() => send(reused), 400, 'invalid_input');
    expect(answer.json).toMatchObject({ error: { param: 'webhook-id' } });
  });

  it('of a refused webhook gets it refused again, whatever has become possible since', async () => {
    const jobId = await waitingJobId();
    const ask = signed({ jobId, status: 'TRAINING' });
    expect((await send(ask)).status).toBe(412);
    await say({ jobId, status: 'EXTRACTING_DATA' });
    await expectRefused(() => send(ask), 412, 'lost');
  });
});

describe('what cannot be used', () => {
  it.each<[string, object, number, string, string | null]>([
    ['no job', { status: 'TRAINING' }, 400, 'invalid_input', 'jobId'],
    ['a job that is no id', { jobId: '../x' }, 400, 'invalid_input', 'jobId'],
    ['a job there is not', { jobId: 'nosuchjob1' }, 404, 'not_found', 'jobId'],
    ['a state there is not', { status: 'DONE' }, 400, 'invalid_input', 'status'],
    ['a state no worker sets', { status: 'PENDING' }, 400, 'invalid_input', 'status'],
    ['more than all', { progress: 101 }, 400, 'invalid_input', 'progress'],
    ['less than nothing', { progress: -1 }, 400, 'invalid_input', 'progress'],
    ['a part of a percent', { progress: 40.5 }, 400, 'invalid_input', 'progress'],
    ['a bill of the other kind', { actualCost: -1 }, 400, 'invalid_input', 'actualCost'],
    ['a field nobody knows', { agentId: 'x' }, 400, 'invalid_input', 'agentId'],
    ['a strange name', { executorId: 'a b' }, 400, 'invalid_input', 'executorId'],
    ['a claim before the first', { epoch: 0 }, 400, 'invalid_input', 'epoch'],
    [
      'an error without end',
      { errorMessage: 'x'.repeat(10_001) },
      400,
      'invalid_input',
      'errorMessage',
    ],
    ['a job not taken', { status: 'TRAINING' }, 412, 'lost', 'status'],
    ['a claim not yet made', { status: 'TRAINING', epoch: 3 }, 412, 'lost', 'status'],
  ])('%s is refused and named', async (what, update, status, code, param) => {
    const jobId = await waitingJobId();
    const body = what === 'no job' ? update : { jobId, ...update };
    const answer = await expectRefused(() => say(body), status, code);
    expect(answer.json).toMatchObject({ error: { param } });
  });

  it('is refused as text, as broken JSON, and with ten megabytes of it', async () => {
    const ask = (body: string | Buffer, type = 'application/json') =>
      desk.ask('POST', PATH, { token: KEY, body, headers: { 'Content-Type': type } });
    await expectRefused(() => ask('jobId=x', 'text/plain'), 415, 'unsupported_media_type');
    await expectRefused(() => ask('{"jobId":'), 400, 'invalid_input');
    await expectRefused(() => ask(Buffer.from([0x22, 0xff, 0x22])), 400, 'invalid_input');
    const large = JSON.stringify({ jobId: 'x', currentStep: 'x'.repeat(129 * 1_024) });
    await expectRefused(() => ask(large), 413, 'payload_too_large');
    const before = await desk.allRows();
    // Cut off rather than read to its end: its sender sees either the answer or a broken connection.
    const answer = await ask(Buffer.alloc(10 * 1_024 * 1_024, 0x20)).catch(() => null);
    expect(answer?.status ?? 413).toBe(413);
    expect(await desk.allRows()).toEqual(before);
  });

  it('does not show a foreign page what it did', async () => {
    const jobId = await waitingJobId();
    const ask = () =>
      desk.ask('POST', PATH, {
        token: KEY,
        body: { jobId, status: 'EXTRACTING_DATA' },
        headers: { Origin: 'http://evil.example' },
      });
    await expectRefused(ask, 403, 'forbidden');
  });
});

describe('a server', () => {
  it('without a key lets nobody in, and says what to set', async () => {
    const closed = await openRestDesk();
    for (const token of ['', ',', 'undefined', KEY]) {
      const answer = await closed.ask('POST', PATH, { token, body: { jobId: 'x' } });
      expect(answer.status).toBe(401);
      expect(answer.text).toContain('Set INTERNAL_API_KEY');
    }
    await closed.close();
  });

  it('lets nobody try keys at leisure, and the right one still in', async () => {
    const operations = { internalKeys: [KEY], webhook: null, metricsToken: null, retention: {} };
    const tried = await openRestDesk({ operations });
    const statuses = new Set<number>();
    for (let time = 0; time < 40; time += 1) {
      const ask = { token: `guess-${time}`, body: {} };
      statuses.add((await tried.ask('POST', PATH, ask)).status);
    }
    expect([...statuses]).toEqual([401, 429]);
    const right = await tried.ask('POST', PATH, { token: KEY, body: { jobId: 'nosuchjob1' } });
    expect(right.status).toBe(404);
    await tried.close();
  });
});
