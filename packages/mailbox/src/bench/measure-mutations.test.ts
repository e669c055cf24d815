import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { measureMutations } from './measure-mutations';

const HOSTILE = fileURLToPath(new URL('../../../../../shared/data/hostile/', import.meta.url));

it('survives five hundred broken messages, each in under a second', async () => {
  const hostileDir = existsSync(HOSTILE) ? HOSTILE : null;
  const figures = await measureMutations({ messages: 500, seed: 2, hostileDir });
  expect(figures.errors).toEqual([]);
  expect(figures.crashes).toBe(0);
  expect(figures.slowestMs).toBeLessThan(1_000);
  const { read = 0, ...refused } = figures.outcomes;
  expect(read).toBeGreaterThan(100);
  expect(Object.keys(refused).length).toBeGreaterThan(0);
}, 120_000);
