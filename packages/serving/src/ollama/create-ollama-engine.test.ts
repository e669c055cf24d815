import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServingEngine } from '../engine';
import { fileSha256 } from '../file-sha256';
import { describeEngineContract } from '../testing/engine-contract';
import { startTestOllama, type TestOllama, testOllamaBinary } from '../testing/start-test-ollama';
import { testAdapterForms } from '../testing/test-adapter-forms';
import { prepareTestBase, type TestBase } from '../testing/test-base';
import { testPrompt } from '../testing/test-mail';
import { writeWholeDraft } from '../testing/write-whole-draft';
import { createOllamaEngine } from './create-ollama-engine';
import { type Disk, readDisk } from './disk-room';
import type { OllamaMode } from './ollama-version';

const CONTEXT_TOKENS = 640;

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'emailai-ollama-engine-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

interface OpenOptions {
  mode?: OllamaMode;
  weights?: 'same' | 'q8_0';
  disk?: Disk;
  log?: (sentence: string) => void;
}

async function open(base: TestBase, baseUrl: string, options: OpenOptions = {}) {
  const { mode = 'auto', weights = 'same', disk, log = () => undefined } = options;
  return createOllamaEngine({
    baseUrl,
    mode,
    merge: {
      forms: testAdapterForms(base.ggufFile, weights),
      workDir: join(scratch, 'merged'),
      readHere: async () => disk ?? readDisk(scratch),
      readTheirs: async () => null,
    },
    ggufFile: base.ggufFile,
    ggufSha256: await fileSha256(base.ggufFile),
    // A third of what it could be: this Ollama reads slowly.
    contextTokens: CONTEXT_TOKENS,
    threads: 1,
    environment: process.env,
    log,
  });
}

const draft = (engine: ServingEngine, model: string | null, maxTokens = 24) =>
  writeWholeDraft(engine, { model, userMessage: testPrompt(), maxTokens });

if (testOllamaBinary === null) {
  it.skip('the serving contract on a real Ollama: none is built', () => undefined);
} else {
  const binary = testOllamaBinary;
  for (const mode of ['adapter', 'merged'] as const) {
    let ollama: TestOllama | null = null;
    describeEngineContract(
      `a real Ollama, ${mode} mode`,
      async (base) => {
        ollama = await startTestOllama(binary);
        return open(base, ollama.url, { mode });
      },
      async () => ollama?.stop(),
    );
  }

  describe('a real Ollama', () => {
    let base: TestBase;
    let ollama: TestOllama;
    let client: Ollama;
    beforeAll(async () => {
      [base, ollama] = await Promise.all([prepareTestBase(), startTestOllama(binary)]);
      client = new Ollama({ host: ollama.url });
    }, 300_000);
    afterAll(() => ollama?.stop());

    const held = async () => (await client.list()).models.map(({ name }) => name).sort();
    const adapter = (number: number) => {
      const found = base.adapters[number];
      if (found === undefined) throw new Error(`There is no test adapter ${number}.`);
      return found;
    };

    it('is told what a merged model costs before it is written, and keeps no copy here', async () => {
      const log: string[] = [];
      const engine = await open(base, ollama.url, {
        mode: 'merged',
        weights: 'q8_0',
        log: (line) => log.push(line),
      });
      await engine.loadAdapter({ model: 'emailai-usercccccc:v1', ...adapter(0) });
      expect(log).toEqual([
        expect.stringMatching(
          /^The merged model emailai-usercccccc:v1 takes 0\.0\d GB of Ollama's disk, .* GB are free here\.$/,
        ),
      ]);
      expect((await draft(engine, 'emailai-usercccccc:v1')).text).not.toBe('');
      expect(await readdir(join(scratch, 'merged'))).toEqual([]);
      // What is there already is not made again.
      await engine.loadAdapter({ model: 'emailai-usercccccc:v1', ...adapter(0) });
      expect(log).toHaveLength(1);
      await engine.close();
    }, 60_000);

    it('refuses a merged model that does not fit', async () => {
      const engine = await open(base, ollama.url, {
        mode: 'merged',
        disk: { device: 1, freeBytes: 2 ** 30 },
      });
      const loading = engine.loadAdapter({ model: 'emailai-userdddddd:v1', ...adapter(1) });
      await expect(loading).rejects.toMatchObject({
        code: 'disk_full',
        message: expect.stringMatching(/1\.1 GB are free here\. That is too little: free some/),
      });
      expect(await held()).not.toContain('emailai-userdddddd:v1');
      await engine.close();
    }, 60_000);

    it('keeps the version before, deletes older ones and makes them again when asked', async () => {
      const engine = await open(base, ollama.url, { mode: 'merged' });
      const name = 'emailai-usereeeeee';
      const texts: string[] = [];
      for (const version of [1, 2, 3]) {
        await engine.loadAdapter({ model: `${name}:v${version}`, ...adapter(version) });
        texts.push((await draft(engine, `${name}:v${version}`)).text);
        await engine.publish(`${name}:v${version}`);
      }
      const family = (await held()).filter((tag) => tag.startsWith(name));
      expect(family).toEqual([`${name}:latest`, `${name}:v2`, `${name}:v3`]);
      const { models } = await client.list();
      const digestOf = (tag: string) => models.find((model) => model.name === `${name}:${tag}`);
      expect(digestOf('latest')?.digest).toBe(digestOf('v3')?.digest);
      expect((await draft(engine, `${name}:v1`)).text).toBe(texts[0]);
      await engine.unloadAdapter(`${name}:v3`);
      expect(await held()).not.toContain(`${name}:latest`);
      await engine.close();
    }, 120_000);

    it('writes on when somebody has emptied it', async () => {
      const engine = await open(base, ollama.url);
      engine.knowAdapter({ model: 'emailai-userffffff:v1', ...adapter(0) });
      const before = [await draft(engine, null), await draft(engine, 'emailai-userffffff:v1')];
      for (const model of await held()) await client.delete({ model });
      expect(await draft(engine, null)).toEqual(before[0]);
      expect(await draft(engine, 'emailai-userffffff:v1')).toEqual(before[1]);
      await engine.close();
    }, 60_000);

    it('says within seconds that it was killed in mid-draft, and the next draft works', async () => {
      const engine = await open(base, ollama.url);
      const model = 'emailai-userhhhhhh:v1';
      await engine.loadAdapter({ model, ...adapter(0) });
      const before = await draft(engine, model);
      const request = { model, userMessage: testPrompt(), maxTokens: 300, temperature: 1, seed: 1 };
      const writing = engine.chat(request);
      await writing.next();
      await ollama.kill();
      const killedMs = performance.now();
      await expect(async () => {
        while (!(await writing.next()).done);
      }).rejects.toMatchObject({
        code: 'engine_down',
        message: expect.stringMatching(/does not answer: start it/),
      });
      await expect(draft(engine, model)).rejects.toMatchObject({ code: 'engine_down' });
      expect(performance.now() - killedMs).toBeLessThan(3_000);
      expect((await engine.health()).ok).toBe(false);
      await ollama.restart();
      expect(await draft(engine, model)).toEqual(before);
      await engine.close();
    }, 60_000);

    it('does not serve an adapter that was changed after it was loaded', async () => {
      const engine = await open(base, ollama.url);
      const { path, sha256 } = adapter(0);
      const file = join(scratch, `${sha256}.gguf`);
      await copyFile(path, file);
      const model = 'emailai-usergggggg:v1';
      await engine.loadAdapter({ model, path: file, sha256 });
      await copyFile(adapter(1).path, file);
      await expect(draft(engine, model)).rejects.toMatchObject({ code: 'adapter_unreadable' });
      await copyFile(path, file);
      expect((await draft(engine, model)).tokens).toBeGreaterThan(0);
      await engine.close();
    }, 60_000);
  });
}

/** Speaks just enough of Ollama's API to be asked for models, and takes no adapters. */
describe('an Ollama that takes no adapters', () => {
  let base: TestBase;
  let server: Server;
  let version = '';
  let created: { model: string; files?: object; adapters?: object }[] = [];

  beforeAll(async () => {
    base = await prepareTestBase();
    server = createServer((request, response) => {
      const asked: Buffer[] = [];
      request.on('data', (chunk: Buffer) => asked.push(chunk));
      request.on('end', () => {
        const answer = (status: number, body: object) => {
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(body)}\n`);
        };
        if (request.url === '/api/show') return answer(404, { error: 'model not found' });
        if (request.url !== '/api/create') return answer(200, { version, models: [] });
        const wanted = JSON.parse(Buffer.concat(asked).toString('utf8'));
        created.push(wanted);
        return wanted.adapters === undefined
          ? answer(200, { status: 'success' })
          : answer(400, { error: 'LoRA adapters are no longer supported' });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 300_000);
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function load(itsVersion: string, mode: OllamaMode) {
    version = itsVersion;
    created = [];
    const { port } = server.address() as AddressInfo;
    const engine = await open(base, `http://127.0.0.1:${port}/api/`, { mode });
    const [adapter] = base.adapters;
    if (adapter === undefined) throw new Error('an adapter is needed');
    try {
      await engine.loadAdapter({ model: 'emailai-useraaaaaa:v1', ...adapter });
      return await engine.health();
    } finally {
      await engine.close();
    }
  }

  it('gets merged models, by its number', async () => {
    const { ok, sentence } = await load('0.34.1', 'auto');
    expect({ ok, sentence }).toEqual({
      ok: true,
      sentence: expect.stringMatching(/^Ollama 0\.34\.1 .* models are merged into the base/),
    });
    expect(created.map(({ adapters }) => adapters)).toEqual([undefined]);
    expect(created[0]?.files).toEqual({ 'model.gguf': expect.stringMatching(/^sha256:/) });
  }, 60_000);

  it('gets merged models after it has said no, where it does not know its number', async () => {
    await load('0.0.0', 'auto');
    expect(created.at(-1)?.files).toHaveProperty('model.gguf');
    expect(created.some(({ adapters }) => adapters !== undefined)).toBe(true);
  }, 60_000);

  it('says what to do where adapters are insisted on', async () => {
    await expect(load('0.34.1', 'adapter')).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(
        /^Ollama 0\.34\.1 takes no LoRA adapters: .*AGENT_OLLAMA_MODE/,
      ),
    });
    await expect(load('0.0.0', 'adapter')).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is not there: a sentence says where it was looked for', async () => {
    const engine = await open(base, 'http://127.0.0.1:9');
    const { ok, sentence } = await engine.health();
    expect(ok).toBe(false);
    expect(sentence).toContain('http://127.0.0.1:9');
    await engine.close();
  });
});
