import { expect, it } from 'vitest';
import { medianOf, percentileOf } from './figures';

it('takes percentiles by nearest rank, whatever the order', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(percentileOf(values, 0.99)).toBe(198);
  expect(percentileOf(values, 1)).toBe(200);
  expect(medianOf(values)).toBe(100);
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(percentileOf([], 0.99)).toBe(0);
  expect(percentileOf([7], 0.01)).toBe(7);
});
