import { expect, it, vi } from 'vitest';
import { createReadiness, type ReadinessPorts } from './create-readiness';

const readiness = (over: Partial<ReadinessPorts> = {}) =>
  createReadiness({
    askDatabase: async () => undefined,
    pendingMigrations: async () => [],
    isListening: () => true,
    timeoutMs: 20,
    ...over,
  });
const failing = async (over: Partial<ReadinessPorts>) => {
  const { ok, checks } = await readiness(over).check();
  expect(ok).toBe(false);
  return Object.entries(checks)
    .filter(([, check]) => !check.ok)
    .map(([name]) => name);
};

it('is ready when everything is there', async () => {
  const { ok, checks } = await readiness().check();
  expect(ok).toBe(true);
  expect(Object.values(checks).map(({ reason }) => reason)).toEqual([null, null, null, null]);
});

it('says what is missing, and nothing a database said', async () => {
  const broken = () => Promise.reject(new Error('password authentication failed for "x"'));
  expect(await failing({ askDatabase: broken })).toEqual(['database']);
  expect(await failing({ pendingMigrations: async () => ['2026_next'] })).toEqual(['migrations']);
  expect(await failing({ isListening: () => false })).toEqual(['listener']);
  const said = JSON.stringify(await readiness({ pendingMigrations: broken }).check());
  expect(said).not.toContain('password');
});

it('does not wait for a database that hangs', async () => {
  expect(await failing({ askDatabase: () => new Promise(() => undefined) })).toEqual(['database']);
});

it('is not ready from the moment the server stops', async () => {
  const stopping = readiness();
  expect((await stopping.check()).ok).toBe(true);
  stopping.stop();
  expect((await stopping.check()).checks.process).toEqual({
    ok: false,
    reason: 'The server is stopping.',
  });
});

it('asks once for many who ask at once', async () => {
  const askDatabase = vi.fn(async () => undefined);
  const asked = readiness({ askDatabase });
  await Promise.all(Array.from({ length: 50 }, () => asked.check()));
  expect(askDatabase).toHaveBeenCalledTimes(1);
});
