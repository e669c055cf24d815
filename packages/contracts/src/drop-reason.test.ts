import { expect, it } from 'vitest';
import { DROP_REASON_WORDS, DROP_REASONS, wordsOfReason } from './drop-reason';

it('has words of its own for every reason', () => {
  expect(new Set(Object.values(DROP_REASON_WORDS)).size).toBe(DROP_REASONS.length);
  for (const reason of DROP_REASONS) {
    expect(wordsOfReason(reason)).toMatch(/^[a-z][^_.]{5,90}$/);
    expect(reason.length).toBeLessThanOrEqual(40);
  }
});

it('shows a reason it does not know as it came', () => {
  expect(wordsOfReason('too_blue')).toBe('too blue');
  expect(wordsOfReason('constructor')).toBe('constructor');
});
