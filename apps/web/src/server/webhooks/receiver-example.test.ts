import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { deliveryBody } from '@emailai/services/webhook/delivery-body';
import { signWebhook } from '@emailai/services/webhook/sign-webhook';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const OPERATIONS = new URL('../../../../../docs/OPERATIONS.md', import.meta.url);
const event = {
  id: 'evt_job123_9',
  jobId: 'job123',
  emailAccountId: 'mailbox1',
  seq: 9,
  type: 'fine_tuning.job.succeeded',
  occurredAt: new Date(),
  attempts: 1,
};
const body = deliveryBody(event);
const sign = (at: Date) => signWebhook({ id: event.id, at, body, secrets: [SECRET] });

let dir: string;
let child: ChildProcess;
let port: string;
const said: string[] = [];
beforeAll(async () => {
  const [, program = ''] =
    /```js\n(\/\/ receive\.mjs[\s\S]*?)```/.exec(await readFile(OPERATIONS, 'utf8')) ?? [];
  dir = await mkdtemp(join(tmpdir(), 'emailai-receiver-'));
  await writeFile(join(dir, 'receive.mjs'), program);
  child = spawn(process.execPath, ['receive.mjs'], {
    cwd: dir,
    env: { NODE_ENV: 'test', WEBHOOK_SECRET: SECRET, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => said.push(line));
  const [first] = await once(lines, 'line');
  port = String(first).split(' ').at(-1) ?? '';
});
afterAll(async () => {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
  await rm(dir, { recursive: true });
});

const post = async (headers: Record<string, string>, sent = body) =>
  (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: sent })).status;

it('the receiver of docs/OPERATIONS.md takes what is genuine, once, and nothing else', async () => {
  const now = sign(new Date());
  expect(await post(now)).toBe(204);
  expect(await post(now)).toBe(204);
  expect(await post(now, body.replace('succeeded', 'cancelled'))).toBe(400);
  expect(await post(sign(new Date(Date.now() - 360_000)))).toBe(400);
  expect(await post({})).toBe(400);
  expect(said.slice(1)).toEqual(['fine_tuning.job.succeeded job123']);
});

it('the official client of OpenAI reads an event as one of its own', async () => {
  const client = new OpenAI({ apiKey: 'none', webhookSecret: SECRET });
  const headers = sign(new Date());
  expect(await client.webhooks.unwrap(body, headers)).toMatchObject({
    type: 'fine_tuning.job.succeeded',
    data: { id: 'job123' },
  });
  await expect(client.webhooks.unwrap(`${body} `, headers)).rejects.toThrow('signature');
});
