import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openWebhookTarget } from './open-webhook-target';
import { readWebhookSecret } from './webhook-secret';

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'emailai-hook-'));
});
afterEach(() => rm(stateDir, { recursive: true }));

const settings = { url: new URL('https://hooks.example'), secrets: [], allowPrivate: false };

it('makes a secret once, for the owner alone, and tells once where it lies', async () => {
  const say = vi.fn();
  const first = await openWebhookTarget(settings, { stateDir, say });
  expect(first?.secrets).toEqual([expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
  const again = await openWebhookTarget(settings, { stateDir, say });
  expect(again).toEqual(first);
  const { file } = await readWebhookSecret(stateDir);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(say).toHaveBeenCalledTimes(1);
  expect(say.mock.calls[0]?.[0]).toContain(file);
  // Where it lies, not what it is: what is said may end in a journal.
  expect(say.mock.calls[0]?.[0]).not.toContain(first?.secrets[0]);
});

it('takes the secret that was set, and makes none', async () => {
  const set = { ...settings, secrets: ['whsec_x'] };
  expect(await openWebhookTarget(set, { stateDir })).toEqual(set);
  expect(await openWebhookTarget(null, { stateDir })).toBeUndefined();
  await expect(stat(join(stateDir, 'webhook-secret'))).rejects.toThrow('ENOENT');
});

it('sends no events to the door of outside workers, where older set-ups point it', async () => {
  const say = vi.fn();
  const url = new URL('https://mail.example.org/api/webhooks/fine-tuning');
  expect(await openWebhookTarget({ ...settings, url }, { stateDir, say })).toBeUndefined();
  expect(say.mock.calls[0]?.[0]).toContain('none are sent');
});

it('refuses a file that was cut off', async () => {
  await writeFile(join(stateDir, 'webhook-secret'), 'whsec_abc');
  await expect(readWebhookSecret(stateDir)).rejects.toThrow('Delete it and start again');
});
