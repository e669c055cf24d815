import { expect, it } from 'vitest';
import { DEFAULT_INTERVALS } from '../intervals';
import { retryDelayMs } from './retry-delay';

const { webhookRetryMs, webhookRetryMaxMs, webhookGiveUpMs } = DEFAULT_INTERVALS;
const pauses = (random: () => number) =>
  Array.from({ length: 20 }, (_, index) =>
    retryDelayMs(index + 1, { firstMs: webhookRetryMs, maxMs: webhookRetryMaxMs, random }),
  );

it('grows threefold up to the longest pause', () => {
  const middle = pauses(() => 0.5);
  expect(middle.slice(0, 5)).toEqual([5_000, 15_000, 45_000, 135_000, 405_000]);
  expect(Math.max(...middle)).toBe(webhookRetryMaxMs);
});

it('varies each pause by a quarter either way', () => {
  expect(pauses(() => 0)[0]).toBe(3_750);
  expect(pauses(() => 0.999_999)[0]).toBe(6_250);
});

it('spreads a dozen attempts over the day', () => {
  let spentMs = 0;
  const within = pauses(() => 0.5).filter((pauseMs) => {
    spentMs += pauseMs;
    return spentMs <= webhookGiveUpMs;
  });
  expect(within.length + 1).toBe(13);
});
