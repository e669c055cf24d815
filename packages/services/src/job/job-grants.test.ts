import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobGrants } from './job-grants';

const FENCE = { jobId: 'job001', agentId: 'agent1', epoch: 3 };

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'emailai-grants-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function grantsOver(keyFile: string, atMs = 0) {
  const vault = await openMailVault({ keyFile: join(dir, keyFile) });
  return createJobGrants({ vault, now: () => new Date(atMs), grantMs: 1_000 });
}

it('is good at every instance with the same key, and at no other', async () => {
  const grant = (await grantsOver('one')).issue(FENCE);
  (await grantsOver('one')).check(FENCE, grant);
  const other = await grantsOver('other');
  expect(() => other.check(FENCE, grant)).toThrow(
    expect.objectContaining({ code: 'grant_refused' }),
  );
});

it('is good for this job, agent and epoch alone, and cannot be prolonged', async () => {
  const grants = await grantsOver('one');
  const grant = grants.issue(FENCE);
  const [expiry = '', signature] = grant.split('.');
  const longer = `${(Number.parseInt(expiry, 36) + 1).toString(36)}.${signature}`;
  for (const [fence, shown] of [
    [{ ...FENCE, jobId: 'job002' }, grant],
    [{ ...FENCE, agentId: 'agent2' }, grant],
    [{ ...FENCE, epoch: 4 }, grant],
    [FENCE, longer],
    [FENCE, ''],
    [FENCE, 'x'.repeat(200)],
  ] as const) {
    expect(() => grants.check(fence, shown)).toThrow(
      expect.objectContaining({ code: 'grant_refused' }),
    );
  }
});

it('grows old, and says so', async () => {
  const grant = (await grantsOver('one')).issue(FENCE);
  (await grantsOver('one', 1_000)).check(FENCE, grant);
  const later = await grantsOver('one', 1_001);
  expect(() => later.check(FENCE, grant)).toThrow(
    expect.objectContaining({ code: 'grant_expired' }),
  );
});
