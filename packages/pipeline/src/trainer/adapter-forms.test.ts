import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSha256 } from '@emailai/serving/file-sha256';
import { prepareTestBase, type TestBase, testPython } from '@emailai/serving/testing/test-base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAdapterForms } from './adapter-forms';

let base: TestBase;
let scratch: string;
const adapterFile = () => base.adapters[0]?.path ?? '';
const forms = (weights: 'same' | 'q8_0') =>
  createAdapterForms({ base, weights, python: testPython(), environment: process.env });

beforeAll(async () => {
  base = await prepareTestBase();
  scratch = await mkdtemp(join(tmpdir(), 'emailai-forms-'));
}, 300_000);
afterAll(() => rm(scratch, { recursive: true, force: true }));

it('writes base and adapter as one file, of the size it has said', async () => {
  const out = join(scratch, 'merged.gguf');
  const planned = await forms('q8_0').mergedBytes(adapterFile());
  const { sha256 } = await forms('q8_0').merge(adapterFile(), out);
  expect(sha256).toBe(await fileSha256(out));
  expect(Math.abs((await stat(out)).size - planned)).toBeLessThan(256);
  expect(planned).toBeLessThan(0.7 * (await forms('same').mergedBytes(adapterFile())));
});

it('writes a PEFT directory', async () => {
  const out = join(scratch, 'peft');
  await forms('same').writePeft(adapterFile(), out);
  expect((await readdir(out)).sort()).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
});

it('refuses what is no adapter with a sentence', async () => {
  await expect(
    forms('same').merge(base.ggufFile, join(scratch, 'none.gguf')),
  ).rejects.toMatchObject({
    code: 'adapter_refused',
    message: 'The adapter is not a LoRA adapter.',
  });
});
