import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSha256 } from '../file-sha256';
import { describeEngineContract } from '../testing/engine-contract';
import { startTestOllama, type TestOllama, testOllamaBinary } from '../testing/start-test-ollama';
import { prepareTestBase, type TestBase } from '../testing/test-base';
import { createOllamaEngine } from './create-ollama-engine';

async function open(base: TestBase, baseUrl: string) {
  return createOllamaEngine({
    baseUrl,
    ggufFile: base.ggufFile,
    ggufSha256: await fileSha256(base.ggufFile),
    contextTokens: base.contextTokens,
    threads: 1,
    environment: process.env,
    log: () => undefined,
  });
}

if (testOllamaBinary === null) {
  it.skip('the serving contract on a real Ollama: none is built', () => undefined);
} else {
  const binary = testOllamaBinary;
  let ollama: TestOllama | null = null;
  describeEngineContract(
    'a real Ollama',
    async (base) => {
      ollama = await startTestOllama(binary);
      return open(base, ollama.url);
    },
    async () => ollama?.stop(),
  );
}

describe('an Ollama that cannot serve adapters', () => {
  let base: TestBase;
  let server: Server;
  let version = '';

  beforeAll(async () => {
    base = await prepareTestBase();
    server = createServer((request, response) => {
      const asked: Buffer[] = [];
      request.on('data', (chunk: Buffer) => asked.push(chunk));
      request.on('end', () => {
        const hasAdapters =
          request.url === '/api/create' && Buffer.concat(asked).includes('"adapters"');
        const body = hasAdapters
          ? { error: 'LoRA adapters are no longer supported' }
          : { version, models: [], status: 'success' };
        response.writeHead(hasAdapters ? 400 : 200, { 'content-type': 'application/json' });
        response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(body)}\n`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 300_000);
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function load() {
    const { port } = server.address() as AddressInfo;
    const engine = await open(base, `http://127.0.0.1:${port}/api/`);
    const [adapter] = base.adapters;
    if (adapter === undefined) throw new Error('an adapter is needed');
    try {
      await engine.loadAdapter({ model: 'emailai-useraaaaaa:v1', ...adapter });
      return await engine.health();
    } finally {
      await engine.close();
    }
  }

  it('says so by its number', async () => {
    version = '0.34.1';
    await expect(load()).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/^Ollama 0\.34\.1 takes no LoRA adapters/),
    });
  });

  it('says so by what it answers, where it does not know its number', async () => {
    version = '0.0.0';
    await expect(load()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is not there: a sentence says where it was looked for', async () => {
    const engine = await open(base, 'http://127.0.0.1:9');
    const { ok, sentence } = await engine.health();
    expect(ok).toBe(false);
    expect(sentence).toContain('http://127.0.0.1:9');
    await engine.close();
  });
});
