import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPrompt } from '@emailai/serving/testing/test-mail';
import { writeWholeDraft } from '@emailai/serving/testing/write-whole-draft';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, BORIS, openTestDoor, type TestDoor } from '../../testing/open-test-door';

let home: string;
let here: TestDoor;
let client: OpenAI;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gpu-agent-door-'));
  here = await openTestDoor(home);
  client = new OpenAI({
    baseURL: `${here.door.url}/v1`,
    apiKey: here.tokenOf(ANNA),
    maxRetries: 0,
  });
}, 300_000);
afterAll(async () => {
  await here?.close();
  await rm(home, { recursive: true, force: true });
});

const messages = [{ role: 'user' as const, content: testPrompt() }];
const request = { model: ANNA, messages, max_tokens: 40 };
const expected = async () =>
  writeWholeDraft(here.engine, {
    model: `${ANNA}:v1`,
    userMessage: testPrompt(),
    maxTokens: 40,
  });

describe('the official openai client at the door', { timeout: 120_000 }, () => {
  it('lists models', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(['emailai-base', ANNA, `${ANNA}:v1`, `${ANNA}:v2`]);
    expect((await client.models.retrieve(`${ANNA}:v2`)).id).toBe(`${ANNA}:v2`);
  });

  it('writes a draft', async () => {
    const { text, tokens, promptTokens } = await expected();
    const { choices, usage } = await client.chat.completions.create(request);
    expect(choices[0]?.message.content).toBe(text);
    expect(choices[0]?.finish_reason).toBe('length');
    expect(usage).toMatchObject({ completion_tokens: tokens, prompt_tokens: promptTokens });
  });

  it('streams a draft, with usage', async () => {
    const { text, tokens } = await expected();
    const stream = await client.chat.completions.create({
      ...request,
      messages: [{ role: 'user', content: [{ type: 'text', text: testPrompt() }] }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let streamed = '';
    let counted = 0;
    for await (const { choices, usage } of stream) {
      streamed += choices[0]?.delta.content ?? '';
      counted = usage?.completion_tokens ?? counted;
    }
    expect(streamed).toBe(text);
    expect(counted).toBe(tokens);
  });

  it('gets errors in the shape it knows', async () => {
    await expect(
      client.chat.completions.create({ ...request, model: BORIS }),
    ).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(
      client.chat.completions.create({ ...request, response_format: { type: 'json_object' } }),
    ).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/response format/i) });
    await expect(client.embeddings.create({ model: ANNA, input: 'x' })).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('This door writes drafts'),
    });
    const stranger = new OpenAI({ baseURL: `${here.door.url}/v1`, apiKey: 'sk-x', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});
