import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testOllamaBinary } from '@emailai/serving/testing/start-test-ollama';
import { testPrompt } from '@emailai/serving/testing/test-mail';
import { writeWholeDraft } from '@emailai/serving/testing/write-whole-draft';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, BORIS, openTestDoor, type TestDoor } from '../../testing/open-test-door';

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

const hostOf = (modelName: string | null) => `${here.door.url}/t/${here.tokenOf(modelName)}`;
const clientOf = (modelName: string | null) => new Ollama({ host: hostOf(modelName) });
const MAIL = `From: Marta Lindqvist <marta@example.org>
To: Tom Hale
Subject: Budget review
Date: Thu, 12 Mar 2026 10:00:00 +0000

Hi Tom,
Could you send me the budget by Friday?
Thanks,
Marta`;
const greedy = { temperature: 0, num_predict: 40 };
const expected = async (model: string | null, userMessage: string = testPrompt()) =>
  (await writeWholeDraft(here.engine, { model, userMessage, maxTokens: 40 })).text;

describe('the ollama npm client at the door', { timeout: 120_000 }, () => {
  it('lists and shows what its token stands for', async () => {
    const { models } = await clientOf(ANNA).list();
    expect(models.map(({ name }) => name)).toEqual([
      'emailai-base:latest',
      `${ANNA}:latest`,
      `${ANNA}:v1`,
      `${ANNA}:v2`,
    ]);
    const shown = await clientOf(ANNA).show({ model: ANNA });
    expect(shown.details).toMatchObject({ family: 'llama', parameter_size: '2.8M' });
    expect((await clientOf(ANNA).version()).version).toBe('0.1.0');
  });

  it('writes the draft the engine writes for a mail that is handed in as it came', async () => {
    const wanted = await expected(`${ANNA}:v1`);
    const client = clientOf(ANNA);
    const whole = await client.generate({ model: ANNA, prompt: MAIL, options: greedy });
    expect(whole.response).toBe(wanted);
    expect(whole).toMatchObject({
      done: true,
      done_reason: 'length',
      eval_count: 40,
      cut_chars: 0,
    });
    const messages = [{ role: 'user', content: MAIL }];
    const chat = await client.chat({ model: `${ANNA}:latest`, messages, options: greedy });
    expect(chat.message).toEqual({ role: 'assistant', content: wanted });
    const other = await client.generate({ model: `${ANNA}:v2`, prompt: MAIL, options: greedy });
    expect(other.response).toBe(await expected(`${ANNA}:v2`));
    expect(other.response).not.toBe(wanted);
  });

  it('takes a prompt in the training template as it is, and streams', async () => {
    const stream = await clientOf(ANNA).generate({
      model: ANNA,
      prompt: testPrompt(),
      options: greedy,
      stream: true,
    });
    const pieces: string[] = [];
    for await (const part of stream) pieces.push(part.response ?? '');
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.join('')).toBe(await expected(`${ANNA}:v1`));
  });

  it('stops at a stop text, however it falls into pieces', async () => {
    const wanted = await expected(null, 'Hello');
    const stop = wanted.slice(6, 12);
    const client = clientOf(ANNA);
    const request = { model: 'emailai-base', prompt: 'Hello' };
    const { response } = await client.generate({
      ...request,
      options: { ...greedy, stop: [stop] },
    });
    expect(response).toBe(wanted.slice(0, wanted.indexOf(stop)));
  });

  it('has a conversation with the base', async () => {
    const { message, prompt_eval_count } = await clientOf(BORIS).chat({
      model: 'emailai-base',
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi, yes?' },
        { role: 'user', content: 'Could you send me the budget?' },
      ],
      options: greedy,
    });
    expect(message.content).not.toBe('');
    expect(prompt_eval_count).toBeGreaterThan(20);
  });

  it('tells what of a mail of 200,000 characters it left out', async () => {
    const long = `${MAIL}\n${'The numbers of the year follow. '.repeat(6_250)}`;
    const end = await clientOf(ANNA).generate({ model: ANNA, prompt: long, options: greedy });
    expect(end).toMatchObject({ done: true, cut_chars: expect.any(Number) });
    const { cut_chars } = end as typeof end & { cut_chars: number };
    expect(cut_chars).toBeGreaterThan(190_000);
    expect(end.response).not.toBe('');
  });

  it('refuses another mailbox’s model as if it were not there, whoever asks', async () => {
    const wishes = { prompt: MAIL, options: greedy };
    for (const model of [BORIS, `${BORIS}:v1`, 'emailai-usernobody0001']) {
      await expect(clientOf(ANNA).generate({ model, ...wishes })).rejects.toMatchObject({
        status_code: 404,
        message: expect.stringContaining(`model '${model}' not found`),
      });
      await expect(clientOf(ANNA).show({ model })).rejects.toMatchObject({ status_code: 404 });
    }
    const { models } = await clientOf(null).list();
    expect(models.map(({ name }) => name)).toContain(`${BORIS}:v1`);
    await expect(clientOf(null).generate({ model: BORIS, ...wishes })).rejects.toMatchObject({
      status_code: 403,
      message: expect.stringContaining('writes with emailai-base only'),
    });
  });

  it.each([
    ['json', { format: 'json' }, /A format is not offered/],
    ['a system message', { system: 'Be brief.' }, /takes no system message/],
    ['a raw prompt', { raw: true }, /A raw prompt is not offered/],
    ['an image', { images: ['aGVsbG8='] }, /An image is not offered/],
  ])('refuses %s of a personal model with a reason', async (_what, wish, reason) => {
    await expect(
      clientOf(ANNA).generate({ model: ANNA, prompt: MAIL, ...wish }),
    ).rejects.toMatchObject({ status_code: 400, message: expect.stringMatching(reason) });
  });

  it('refuses to make, take, send and remove models, with reasons', async () => {
    const client = clientOf(ANNA);
    const reasons = [
      () => client.create({ model: 'mine', from: ANNA }),
      () => client.pull({ model: 'llama3.1' }),
      () => client.push({ model: ANNA }),
      () => client.copy({ source: ANNA, destination: 'mine' }),
      () => client.delete({ model: ANNA }),
      () => client.embed({ model: ANNA, input: 'x' }),
    ];
    for (const answer of reasons) {
      await expect(answer()).rejects.toMatchObject({
        status_code: 403,
        message: expect.stringMatching(/door/),
      });
    }
  });

  it('shows what is warm, of its own', async () => {
    await clientOf(ANNA).generate({ model: ANNA, prompt: MAIL, options: greedy });
    await clientOf(BORIS).generate({ model: BORIS, prompt: MAIL, options: greedy });
    const { models } = await clientOf(BORIS).ps();
    expect(models.map(({ name }) => name).filter((name) => name !== 'emailai-base:latest')).toEqual(
      [`${BORIS}:latest`, `${BORIS}:v1`],
    );
  });

  it('stops the engine when the client leaves', async () => {
    const stream = await clientOf(ANNA).generate({
      model: ANNA,
      prompt: MAIL,
      stream: true,
      options: { num_predict: 900 },
    });
    for await (const _part of stream) break;
    stream.abort();
    // The next draft of the same model waits for its context: it would wait long if the first wrote on.
    const { response } = await clientOf(ANNA).generate({
      model: ANNA,
      prompt: MAIL,
      options: greedy,
    });
    expect(response).not.toBe('');
  });
});

describe.skipIf(testOllamaBinary === null)('the ollama command line', { timeout: 120_000 }, () => {
  const run = (modelName: string | null, args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(
        testOllamaBinary ?? '',
        args,
        { env: { PATH: process.env.PATH, HOME: home, OLLAMA_HOST: hostOf(modelName) } },
        (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
      );
      child.stdin?.end();
    });

  it('lists', async () => {
    const { code, out } = await run(ANNA, ['list']);
    expect(code).toBe(0);
    expect(out).toMatch(/^NAME\s+ID\s+SIZE\s+MODIFIED/);
    expect(out).toContain(`${ANNA}:latest`);
    expect(out).not.toContain(BORIS);
  });

  it('shows', async () => {
    const { code, out } = await run(ANNA, ['show', ANNA]);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/architecture\s+llama/) });
    expect(out).toMatch(/context length\s+2048/);
  });

  it('runs', async () => {
    const { code, out, err } = await run(ANNA, ['run', ANNA, MAIL]);
    expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
    const { text } = await writeWholeDraft(here.engine, {
      model: `${ANNA}:v1`,
      userMessage: testPrompt(),
      maxTokens: 512,
    });
    expect(out.trim()).toBe(text.trim());
  });

  it('shows what is warm, and is refused what is not offered', async () => {
    expect((await run(ANNA, ['ps'])).out).toContain(`${ANNA}:v1`);
    const { code, err } = await run(ANNA, ['run', BORIS, MAIL]);
    expect(code).not.toBe(0);
    expect(err).toMatch(/not found|pull/);
    expect((await run(ANNA, ['rm', ANNA])).err).toContain('Names are not changed at this door');
  });
});
