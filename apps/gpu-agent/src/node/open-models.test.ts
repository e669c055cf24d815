import type { Base } from '@emailai/pipeline/base/base';
import { fileSha256 } from '@emailai/serving/file-sha256';
import {
  startTestOllama,
  type TestOllama,
  testOllamaBinary,
} from '@emailai/serving/testing/start-test-ollama';
import { prepareTestBase, testPython } from '@emailai/serving/testing/test-base';
import { testPrompt } from '@emailai/serving/testing/test-mail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAgentEnv } from '../env';
import { useTemporaryHome } from '../testing/temporary-home';
import { openChildJournal } from './child-journal';
import { openModelStore } from './model-store';
import { openModels } from './open-models';

const home = useTemporaryHome();
let base: Base;
let adapter: { path: string; sha256: string };

beforeAll(async () => {
  const { hfDir, ggufFile, contextTokens, adapters } = await prepareTestBase();
  if (adapters[0] === undefined) throw new Error('an adapter is needed');
  adapter = adapters[0];
  const sha256 = await fileSha256(ggufFile);
  base = {
    name: 'tiny',
    parameters: 2_755_000,
    contextTokens,
    sha256,
    trialOnly: true,
    hfDir,
    ggufFile,
  };
}, 300_000);

/** The models of an agent whose store holds one writer's adapter. */
async function open(variables: Record<string, string>) {
  const store = await openModelStore(home.path, base.sha256, () => undefined);
  const { path: from, sha256 } = adapter;
  const { tag } = await store.put({ modelName: 'emailai-useraaaaaa', version: 1, sha256, from });
  const models = await openModels({
    base,
    store,
    env: readAgentEnv({
      NODE_ENV: 'test',
      AGENT_HOME: home.path,
      EMAILAI_PYTHON: testPython(),
      ...variables,
    }),
    gpus: [],
    children: await openChildJournal(home.path),
    log: () => undefined,
  });
  const write = async (model: string | null) => {
    const signal = new AbortController().signal;
    let text = '';
    const order = { model, userMessage: testPrompt(), maxTokens: 40, signal };
    for await (const part of models.writeDraft(order)) text += part;
    return text;
  };
  return { models, tag, write };
}

it('does not start beside an Ollama that is not there', async () => {
  await expect(
    open({ AGENT_ENGINE: 'ollama', OLLAMA_BASE_URL: 'http://127.0.0.1:9' }),
  ).rejects.toThrow(/^Ollama at http:\/\/127\.0\.0\.1:9 does not answer: start it/);
});

describe.skipIf(testOllamaBinary === null)('with a real Ollama', () => {
  let ollama: TestOllama | undefined;
  beforeAll(async () => {
    ollama = await startTestOllama(testOllamaBinary ?? '');
  }, 60_000);
  afterAll(() => ollama?.stop());

  it('writes the drafts that the embedded engine writes', async () => {
    const embedded = await open({});
    const expected = [await embedded.write(null), await embedded.write(embedded.tag)];
    await embedded.models.close();
    expect(expected[0]).not.toBe(expected[1]);

    const served = await open({ OLLAMA_BASE_URL: ollama?.url ?? '' });
    expect(served.models.engine.kind).toBe('ollama');
    expect([await served.write(null), await served.write(served.tag)]).toEqual(expected);
    await served.models.close();
  }, 120_000);
});
