import { createTestDatabase, type TestDatabase } from '@emailai/db/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLauncherEnv } from '../launcher-env';
import { EXPECTED_STATUSES } from '../once/once-report';
import { killAtFirstStep } from './kill-at-first-step';

/** A training, a restart and a deployment beside other tests. */
const TIMEOUT_MS = 10 * 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

describe('an agent that is killed at its first training step and started again', () => {
  it('completes the job once and leaves no child behind', { timeout: TIMEOUT_MS }, async () => {
    const env = readLauncherEnv(process.env);
    const run = await killAtFirstStep({
      databaseUrl: database.url,
      python: env.EMAILAI_PYTHON,
      cacheDir: env.EMAILAI_CACHE,
      say: () => {},
    });
    expect(run).toMatchObject({
      kills: 1,
      statuses: EXPECTED_STATUSES,
      completedEvents: 1,
      modelVersions: 1,
      orphans: 0,
      problems: [],
    });
  });
});
