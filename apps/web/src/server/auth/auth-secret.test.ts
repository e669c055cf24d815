import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAuthSecret } from './auth-secret';

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'emailai-secret-'));
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

it('makes one at the first start, for its owner alone, and keeps it', async () => {
  const first = await readAuthSecret(stateDir);
  expect(first.length).toBeGreaterThanOrEqual(32);
  expect(await readAuthSecret(stateDir)).toBe(first);
  expect((await stat(join(stateDir, 'auth-secret'))).mode & 0o777).toBe(0o600);
});

it('refuses one that was cut short', async () => {
  await writeFile(join(stateDir, 'auth-secret'), 'short');
  await expect(readAuthSecret(stateDir)).rejects.toThrow('Delete it and start again');
});
