import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPython } from '@emailai/serving/testing/test-base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baseKey } from './base-key';
import { resolveBase, TINY_BASE } from './resolve-base';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'emailai-base-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const resolve = (setting: string, options: Partial<Parameters<typeof resolveBase>[0]> = {}) =>
  resolveBase({
    setting,
    cacheDir: join(scratch, 'cache'),
    python: testPython(),
    environment: process.env,
    log: () => undefined,
    ...options,
  });

it('prepares the tiny base once, whoever asks at once, and finds it afterwards', async () => {
  const said: string[] = [];
  const log = (line: string) => said.push(line);
  const [base, same] = await Promise.all([resolve(TINY_BASE, { log }), resolve(TINY_BASE)]);
  expect(same).toEqual(base);
  expect(base.trialOnly).toBe(true);
  expect(base.contextTokens).toBeGreaterThanOrEqual(2_048);
  expect(said).toHaveLength(1);
  expect(await resolve(TINY_BASE, { log, python: '/no/python/is/needed/now' })).toEqual(base);
  expect(said).toHaveLength(1);

  // The prepared GGUF is a base of its own right.
  const served = await resolve(base.ggufFile);
  expect(served.sha256).toBe(base.sha256);
  expect(served.parameters).toBe(base.parameters);
  expect(await readdir(join(scratch, 'cache', 'bases'))).toHaveLength(2);
}, 180_000);

it('says in a sentence that there is no base, and what to set', async () => {
  await expect(resolve(join(scratch, 'nowhere'))).rejects.toMatchObject({
    jobError: { code: 'base_missing', nextStep: expect.stringContaining('"tiny"') },
  });
});

it('says what is wrong with a directory that is no base', async () => {
  const dir = join(scratch, 'gpt');
  await mkdir(dir);
  await writeFile(join(dir, 'config.json'), '{"model_type": "gpt2"}');
  await expect(resolve(dir)).rejects.toMatchObject({
    jobError: { code: 'base_missing', message: expect.stringContaining('gpt2') },
  });
}, 60_000);

it('says in a sentence that Python is missing', async () => {
  const dir = join(scratch, 'some-base');
  await mkdir(dir);
  await expect(resolve(dir, { python: join(scratch, 'no-python') })).rejects.toMatchObject({
    jobError: { code: 'python_missing' },
  });
});

it('names a base by its content, not by its place', async () => {
  const [one, other] = [join(scratch, 'one'), join(scratch, 'other')];
  for (const dir of [one, other]) {
    await mkdir(dir);
    await writeFile(join(dir, 'config.json'), '{}');
  }
  await writeFile(join(other, 'README.md'), 'A base.');
  expect(await baseKey(other)).toBe(await baseKey(one));
  await writeFile(join(other, 'config.json'), '{ }');
  expect(await baseKey(other)).not.toBe(await baseKey(one));
});
