import { expect, it } from 'vitest';
import { throttle } from './throttle';

it('passes the first, then one in so many milliseconds, and what must pass', () => {
  let nowMs = 0;
  const passed: number[] = [];
  const offer = throttle(
    (value: number) => passed.push(value),
    200,
    () => nowMs,
  );
  for (const value of [0, 100, 199, 200, 250, 420]) {
    nowMs = value;
    offer(value);
  }
  offer(421, true);
  expect(passed).toEqual([0, 200, 420, 421]);
});
