import { expect, it } from 'vitest';
import { createSeqCheck } from './seq-check';

const checked = (seqs: number[]) => {
  const check = createSeqCheck();
  for (const seq of seqs) check.see(seq);
  const { last, gaps, duplicates } = check;
  return { last, gaps, duplicates };
};

it('finds nothing wrong with a whole log', () => {
  expect(checked([1, 2, 3, 4])).toEqual({ last: 4, gaps: 0, duplicates: 0 });
});

it('counts what was passed over, and what came twice or late', () => {
  expect(checked([1, 2, 5, 6])).toEqual({ last: 6, gaps: 2, duplicates: 0 });
  expect(checked([1, 2, 2, 3, 1])).toEqual({ last: 3, gaps: 0, duplicates: 2 });
  expect(checked([2])).toEqual({ last: 2, gaps: 1, duplicates: 0 });
});
