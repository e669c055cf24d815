import { describe, expect, it } from 'vitest';
import { fitTokens, keepEnds } from './fit-tokens';

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('keepEnds', () => {
  it('keeps everything that fits', () => {
    expect(keepEnds([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  it('keeps one more of the head than of the tail where the budget is odd', () => {
    expect(keepEnds(upTo(10), 5)).toEqual([0, 1, 2, 8, 9]);
    expect(keepEnds(upTo(10), 1)).toEqual([0]);
    expect(keepEnds(upTo(10), 0)).toEqual([]);
  });
});

describe('fitTokens', () => {
  it('leaves alone what fits', () => {
    expect(fitTokens([1, 2], [3], 3)).toEqual({ prompt: [1, 2], reply: [3], cutTokens: 0 });
  });

  it('cuts the middle of the prompt for a short reply', () => {
    const { prompt, reply, cutTokens } = fitTokens(upTo(20), [1, 2], 10);
    expect(prompt).toEqual([0, 1, 2, 3, 16, 17, 18, 19]);
    expect(reply).toEqual([1, 2]);
    expect(cutTokens).toBe(12);
  });

  it('gives a long reply half, or all that a short prompt leaves', () => {
    expect(fitTokens(upTo(20), upTo(20), 10)).toMatchObject({
      prompt: { length: 5 },
      reply: upTo(5),
      cutTokens: 30,
    });
    expect(fitTokens([1, 2], upTo(20), 10)).toMatchObject({ prompt: [1, 2], reply: upTo(8) });
  });
});
