import { expect, it } from 'vitest';
import { eligibilityOf, isNoticeCount } from './eligibility';

it('refuses 94 sent mails and says how many are missing', () => {
  expect(eligibilityOf(94)).toMatchObject({ eligible: false, missing: 6, sentCount: 94 });
  expect(eligibilityOf(94).reason).toContain('6 more');
});

it('accepts exactly 100', () => {
  expect(eligibilityOf(100)).toMatchObject({ eligible: true, missing: 0 });
  expect(eligibilityOf(99).eligible).toBe(false);
});

it('gives notice at 100 and every ten from there', () => {
  const counts = Array.from({ length: 131 }, (_, count) => count).filter(isNoticeCount);
  expect(counts).toEqual([100, 110, 120, 130]);
});
