import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEmbeddedEngine,
  type EmbeddedEngine,
} from '@emailai/serving/embedded/create-embedded-engine';
import { createOllamaEngine } from '@emailai/serving/ollama/create-ollama-engine';
import { readDisk } from '@emailai/serving/ollama/disk-room';
import {
  startTestOllama,
  type TestOllama,
  testOllamaBinary,
} from '@emailai/serving/testing/start-test-ollama';
import { testPython } from '@emailai/serving/testing/test-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { divergeTop, divergeWhole } from './bench/serving/measure-fidelity';
import { makeRandomBase, type RandomBase, readReference } from './bench/serving/random-base';
import type { NpzArray } from './testing/read-npz';
import { createAdapterForms } from './trainer/adapter-forms';

/** In nats: what another order of additions, and rounding merged weights to f16, may cost. */
const MOST_KL = 1e-4;
const FEWEST_POSITIONS = 200;
const MODEL = 'emailai-userfidelity:v1';

let ollama: TestOllama | null = null;
beforeAll(async () => {
  if (testOllamaBinary !== null) ollama = await startTestOllama(testOllamaBinary);
}, 60_000);
afterAll(() => ollama?.stop());

describe.each(['llama', 'qwen2'] as const)('%s with grouped queries and an adapter', (type) => {
  let scratch: string;
  let base: RandomBase;
  let engine: EmbeddedEngine;
  let reference: Map<string, NpzArray>;
  const shared = () => ({
    ggufFile: base.ggufFile,
    contextTokens: base.contextTokens,
    threads: 1,
    environment: process.env,
    log: () => undefined,
  });

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'emailai-fidelity-'));
    base = await makeRandomBase(scratch, type);
    reference = await readReference(base, true);
    engine = createEmbeddedEngine(shared());
    await engine.loadAdapter({ model: MODEL, ...base.adapter });
  }, 180_000);
  afterAll(async () => {
    await engine?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it('is served by the embedded engine as PyTorch computes it', async () => {
    const { mean, positions } = await divergeWhole(engine, MODEL, base, reference);
    expect(positions).toBeGreaterThanOrEqual(FEWEST_POSITIONS);
    expect(mean).toBeLessThanOrEqual(MOST_KL);
    // The adapter must matter for this to prove anything.
    const without = await divergeWhole(engine, null, base, reference);
    expect(without.mean).toBeGreaterThan(1_000 * MOST_KL);
  }, 60_000);

  it.skipIf(testOllamaBinary === null).each(['adapter', 'merged'] as const)(
    'is served by a real Ollama as PyTorch computes it, %s mode',
    async (mode) => {
      if (ollama === null) throw new Error('the Ollama has not started');
      const served = createOllamaEngine({
        ...shared(),
        baseUrl: ollama.url,
        ggufSha256: base.ggufSha256,
        mode,
        merge: {
          forms: createAdapterForms({
            base,
            weights: 'same',
            python: testPython(),
            environment: process.env,
          }),
          workDir: join(scratch, 'merged'),
          readHere: () => readDisk(scratch),
          readTheirs: async () => null,
        },
      });
      try {
        const model = `${MODEL}${type.length}${mode.length}`;
        await served.loadAdapter({ model, ...base.adapter });
        const where = { url: ollama.url, model };
        const { mean, positions } = await divergeTop(where, engine, base, reference);
        expect(positions).toBeGreaterThanOrEqual(FEWEST_POSITIONS);
        expect(mean).toBeLessThanOrEqual(MOST_KL);
      } finally {
        await served.close();
      }
    },
    180_000,
  );
});
