import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedEngine } from '../embedded/create-embedded-engine';
import type { ServingEngine } from '../engine';
import { describeEngineContract } from '../testing/engine-contract';
import { type StandInVllm, startStandInVllm } from '../testing/start-stand-in-vllm';
import { testAdapterForms } from '../testing/test-adapter-forms';
import { prepareTestBase, type TestBase } from '../testing/test-base';
import { testPrompt } from '../testing/test-mail';
import { writeWholeDraft } from '../testing/write-whole-draft';
import { createVllmEngine } from './create-vllm-engine';

/** A real vLLM that serves the tests' own base (docs/SERVING.md says how), where there is one. */
const realUrl = process.env.EMAILAI_TEST_VLLM ?? null;

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'emailai-vllm-engine-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const open = (base: TestBase, baseUrl: string) =>
  createVllmEngine({
    baseUrl,
    adapterDir: join(scratch, 'peft'),
    forms: testAdapterForms(base.ggufFile),
    ggufFile: base.ggufFile,
    contextTokens: base.contextTokens,
    environment: process.env,
    log: () => undefined,
  });
const draft = (engine: ServingEngine, model: string | null) =>
  writeWholeDraft(engine, { model, userMessage: testPrompt(), maxTokens: 24 });

if (realUrl !== null) {
  describeEngineContract('a real vLLM', async (base) => open(base, realUrl));
}

let standIn: StandInVllm | null = null;
describeEngineContract(
  'a stand-in for vLLM',
  async (base) => {
    standIn = await startStandInVllm(base.hfDir);
    return open(base, standIn.url);
  },
  async () => standIn?.kill(),
);

describe('the vLLM engine', { timeout: 120_000 }, () => {
  let base: TestBase;
  let vllm: StandInVllm;
  let engine: ServingEngine;
  const adapter = (number: number) => {
    const found = base.adapters[number];
    if (found === undefined) throw new Error(`There is no test adapter ${number}.`);
    return found;
  };
  beforeAll(async () => {
    base = await prepareTestBase();
    vllm = await startStandInVllm(base.hfDir);
    engine = open(base, `${vllm.url}/v1/`);
  }, 300_000);
  afterAll(async () => {
    await engine?.close();
    await vllm?.kill();
  });
  const served = async (): Promise<string[]> => {
    const answer = await fetch(`${vllm.url}/v1/models`);
    const { data } = (await answer.json()) as { data: { id: string }[] };
    return data.map(({ id }) => id);
  };

  it('writes what the embedded engine writes, with the PEFT form of the same adapter', async () => {
    const model = 'emailai-userpeft01:v1';
    const embedded = createEmbeddedEngine({
      ggufFile: base.ggufFile,
      contextTokens: base.contextTokens,
      threads: 1,
      environment: process.env,
      log: () => undefined,
    });
    try {
      for (const one of [engine, embedded]) await one.loadAdapter({ model, ...adapter(0) });
      for (const name of [null, model]) {
        const [ours, theirs] = [await draft(embedded, name), await draft(engine, name)];
        expect(theirs.text).toBe(ours.text);
        expect(theirs.promptTokens).toBe(ours.promptTokens);
      }
    } finally {
      await embedded.close();
    }
  });

  it('puts a version in service under the plain name and keeps the one before', async () => {
    const name = 'emailai-userpeft02';
    for (const version of [1, 2, 3]) {
      await engine.loadAdapter({ model: `${name}:v${version}`, ...adapter(version) });
      await engine.publish(`${name}:v${version}`);
    }
    const family = (await served()).filter((id) => id.startsWith(name));
    expect(family.sort()).toEqual([name, `${name}:v2`, `${name}:v3`]);
    expect((await draft(engine, `${name}:v1`)).text).not.toBe('');
    const before = (await readdir(join(scratch, 'peft'))).length;
    await engine.unloadAdapter(`${name}:v3`);
    expect(await served()).not.toContain(`${name}:v3`);
    expect(await readdir(join(scratch, 'peft'))).toHaveLength(before - 1);
  });

  it('says within seconds that the server was killed in mid-draft, and the next draft works', async () => {
    const model = 'emailai-userpeft03:v1';
    await engine.loadAdapter({ model, ...adapter(0) });
    const before = await draft(engine, model);
    const request = { model, userMessage: testPrompt(), maxTokens: 900, temperature: 1 };
    const writing = engine.chat(request);
    await writing.next();
    await vllm.kill();
    const killedMs = performance.now();
    await expect(async () => {
      while (!(await writing.next()).done);
    }).rejects.toMatchObject({
      code: 'engine_down',
      message: expect.stringMatching(/^The vLLM at .* does not answer: start it/),
    });
    expect(performance.now() - killedMs).toBeLessThan(3_000);
    expect((await engine.health()).ok).toBe(false);
    await vllm.restart();
    expect(await draft(engine, model)).toEqual(before);
  });

  it('says how to start a vLLM that loads no adapters while it runs', async () => {
    const bare = createServer((request, response) => {
      const isList = request.url === '/v1/models';
      response.writeHead(isList ? 200 : 404, { 'content-type': 'application/json' });
      const body = isList ? { object: 'list', data: [{ id: 'tiny' }] } : { detail: 'Not Found' };
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
    const { port } = bare.address() as AddressInfo;
    const other = open(base, `http://127.0.0.1:${port}`);
    await expect(
      other.loadAdapter({ model: 'emailai-userpeft04:v1', ...adapter(0) }),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('VLLM_ALLOW_RUNTIME_LORA_UPDATING'),
    });
    await other.close();
    await new Promise((resolve) => bare.close(resolve));
  });
});
