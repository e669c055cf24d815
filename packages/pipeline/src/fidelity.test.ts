import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetRow } from '@emailai/contracts/dataset';
import { userMessage } from '@emailai/contracts/prompt';
import type { TrainResult } from '@emailai/contracts/trainer-protocol';
import {
  createEmbeddedEngine,
  type EmbeddedEngine,
} from '@emailai/serving/embedded/create-embedded-engine';
import {
  prepareTestBase,
  runTestPython,
  type TestBase,
  testPython,
} from '@emailai/serving/testing/test-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeJsonl } from './jsonl-file';
import { type NpzArray, readNpz } from './testing/read-npz';
import { testRows } from './testing/test-rows';
import { createTrainer } from './trainer/create-trainer';

/** Mean over reply positions, in nats: what f16 weights and another order of additions may cost. */
const MOST_KL = 1e-4;
const never = new AbortController().signal;

/** Texts that a tokenizer or a template could get wrong, and one that fits no context. */
const AWKWARD_REPLIES = [
  'Grüße, Žofie — 10 % off!\n\n\t- tabs\r\n- “quotes” …',
  '  leading spaces and trailing ones  ',
  '👩‍👩‍👧 ✨ e\u0301 \u00a0 漢字',
  "I've 3,141 things; don't!!! ok???",
];

describe('what is trained is what is served', () => {
  let base: TestBase;
  let scratch: string;
  let engine: EmbeddedEngine;
  let trained: TrainResult;
  let rows: DatasetRow[];
  let rowsFile: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'emailai-fidelity-'));
    base = await prepareTestBase();
    engine = createEmbeddedEngine({
      ggufFile: base.ggufFile,
      threads: 1,
      contextTokens: base.contextTokens,
      environment: process.env,
      log: () => undefined,
    });
    trained = await trainShortly();
    await engine.loadAdapter({
      model: 'tuned',
      path: trained.ggufFile,
      sha256: trained.ggufSha256,
    });
    const [template] = testRows(1);
    if (template === undefined) throw new Error('a row is needed');
    const awkward = AWKWARD_REPLIES.map((output) => ({ ...template, output }));
    const endless = { ...template, input: '預算又來了。'.repeat(900) };
    rows = [...testRows(6, 200), ...awkward, endless];
    rowsFile = join(scratch, 'rows.jsonl');
    await writeJsonl(rowsFile, rows);
  }, 300_000);
  afterAll(async () => {
    await engine?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  async function trainShortly(): Promise<TrainResult> {
    const [trainFile, heldOutFile] = [join(scratch, 'train.jsonl'), join(scratch, 'held.jsonl')];
    await writeJsonl(trainFile, testRows(16));
    await writeJsonl(heldOutFile, testRows(4, 100));
    const trainer = createTrainer({
      python: testPython(),
      environment: process.env,
      device: 'cpu',
      log: () => undefined,
    });
    try {
      await trainer.load(base, never);
      const settings = {
        rank: 8,
        alpha: 16,
        learningRate: 4e-3,
        epochs: 2,
        batchSize: 4,
        maxTokens: base.contextTokens,
        seed: 1,
      };
      const run = { trainFile, heldOutFile, outDir: join(scratch, 'run'), settings };
      return await trainer.train(run, () => undefined, never);
    } finally {
      await trainer.close();
    }
  }

  async function reference(adapterDir: string | null): Promise<Map<string, NpzArray>> {
    const out = join(scratch, 'reference.npz');
    const adapter = adapterDir === null ? [] : ['--adapter-dir', adapterDir];
    const files = ['--base-dir', base.hfDir, '--rows', rowsFile, '--out', out];
    await runTestPython(['-m', 'emailai_trainer.reference', ...files, ...adapter]);
    return readNpz(out);
  }

  /** Mean KL(reference ‖ served) over all reply positions of all rows, and the tokens compared on the way. */
  async function divergence(model: string | null, expected: Map<string, NpzArray>) {
    let sum = 0;
    let positions = 0;
    for (const [number, row] of rows.entries()) {
      const wanted = (name: string) => {
        const array = expected.get(`${name}_${number}`);
        if (array === undefined) throw new Error(`the reference lacks ${name} of row ${number}`);
        return array;
      };
      const served = await engine.distributions({
        model,
        userMessage: userMessage(row),
        reply: row.output,
      });
      expect(served.promptTokens).toEqual([...wanted('prompt').values]);
      expect(served.replyTokens).toEqual([...wanted('reply').values]);
      const { shape, values } = wanted('logprobs');
      const vocabulary = shape[1] ?? 0;
      for (const [at, logProbs] of served.logProbs.entries()) {
        expect(logProbs).toHaveLength(vocabulary);
        for (const [token, servedLog] of logProbs.entries()) {
          const log = values[at * vocabulary + token] ?? Number.NaN;
          sum += Math.exp(log) * (log - servedLog);
        }
        positions += 1;
      }
    }
    return { mean: sum / positions, positions };
  }

  it('renders the template to the same bytes as Python', async () => {
    const program = [
      'import json, sys',
      'from pathlib import Path',
      'from emailai_trainer.tokenizer import load_tokenizer',
      'from emailai_trainer.chat_text import prompt_text',
      'tokenizer = load_tokenizer(Path(sys.argv[1]))',
      "rows = [json.loads(line) for line in open(sys.argv[2], encoding='utf-8')]",
      "texts = [prompt_text(tokenizer, row['instruction'] + '\\n\\n' + row['input']) for row in rows]",
      'print(json.dumps(texts))',
    ].join('\n');
    const texts: string[] = JSON.parse(await runTestPython(['-c', program, base.hfDir, rowsFile]));
    for (const [number, row] of rows.entries()) {
      const { promptText } = await engine.tokenise({ userMessage: userMessage(row), reply: 'x' });
      expect(promptText).toBe(texts[number]);
    }
  }, 120_000);

  it('serves the base as PyTorch computes it', async () => {
    const { mean, positions } = await divergence(null, await reference(null));
    console.log(`KL(HF ‖ served), base: ${mean.toExponential(2)} over ${positions} positions`);
    expect(positions).toBeGreaterThan(200);
    expect(mean).toBeLessThanOrEqual(MOST_KL);
  }, 180_000);

  it('serves the adapter as PyTorch computes it', async () => {
    const expected = await reference(trained.adapterDir);
    const { mean, positions } = await divergence('tuned', expected);
    console.log(`KL(HF + LoRA ‖ served): ${mean.toExponential(2)} over ${positions} positions`);
    expect(mean).toBeLessThanOrEqual(MOST_KL);
    // The test could not fail if the adapter did nothing.
    expect((await divergence(null, expected)).mean).toBeGreaterThan(100 * MOST_KL);
  }, 180_000);
});
