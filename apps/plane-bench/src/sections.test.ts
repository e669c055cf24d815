import { expect, it } from 'vitest';
import { missedBars } from './sections';

const claims = { perSecond: 500, ratioPgBoss: 1.5, ratioGraphile: 0.7, p99Ms: 50 };

it('says of each figure that is not good enough what it should be', () => {
  expect(missedBars('claims', claims)).toEqual([]);
  expect(missedBars('claims', { ...claims, perSecond: 499, p99Ms: 51 })).toEqual([
    'claims.perSecond is 499, not at least 500',
    'claims.p99Ms is 51, not at most 50',
  ]);
  expect(missedBars('resume', { gaps: 0, duplicates: 1 })).toHaveLength(1);
});

it('takes a figure that is missing for a bad one', () => {
  expect(missedBars('halfOpen', {})).toHaveLength(1);
  expect(missedBars('claims', { ...claims, ratioPgBoss: null })).toHaveLength(1);
});
