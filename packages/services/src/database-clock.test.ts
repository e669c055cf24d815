import { createTestDatabase, type TestDatabase } from '@emailai/db/test-database';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDatabaseClock } from './database-clock';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const HOUR_MS = 3_600_000;

it.each([-HOUR_MS, HOUR_MS])(
  'shows the time of the database where ours is %i ms off',
  async (offMs) => {
    const truthMs = Date.now();
    const skewed = vi.spyOn(Date, 'now').mockImplementation(() => truthMs + offMs);
    const clock = createDatabaseClock(test.db);
    expect(Math.abs(clock.now().getTime() - truthMs - offMs)).toBeLessThan(10_000);
    await clock.measure();
    skewed.mockRestore();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(2_000);
  },
);
