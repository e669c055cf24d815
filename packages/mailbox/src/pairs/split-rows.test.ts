import { describe, expect, it } from 'vitest';
import type { ThreadedRow } from './build-rows';
import { splitRows } from './split-rows';

/** Row 0 is the newest. */
const rowsOf = (count: number, fields: (n: number) => Partial<ThreadedRow> = () => ({})) =>
  Array.from(
    { length: count },
    (_, n): ThreadedRow => ({
      id: `row${n}`,
      sentAt: new Date(Date.UTC(2026, 0, 400 - n)).toISOString(),
      instruction: 'Write my reply to this email.',
      input: 'in',
      output: `Answer ${n} speaks of ${n * 3} pears and ${n * 11} plums.`,
      threadId: `thread${n}`,
      ...fields(n),
    }),
  );

describe('splitRows', () => {
  it('holds out the newest fifth', () => {
    const { train, heldOut, dropped } = splitRows(rowsOf(200).reverse());
    expect(heldOut.map((row) => row.id)).toEqual(Array.from({ length: 40 }, (_, n) => `row${n}`));
    expect(train).toHaveLength(160);
    expect(dropped).toEqual([]);
    expect(Object.keys(train[0] ?? {})).toEqual(['id', 'sentAt', 'instruction', 'input', 'output']);
  });

  it('holds out twenty where it can, and never more than half', () => {
    expect(splitRows(rowsOf(60)).heldOut).toHaveLength(20);
    expect(splitRows(rowsOf(30)).heldOut).toHaveLength(15);
    expect(splitRows([])).toEqual({ train: [], heldOut: [], dropped: [] });
  });

  it('trains on no thread and no text that is held out', () => {
    const rows = rowsOf(100, (n) => ({
      ...(n === 50 ? { threadId: 'thread3' } : {}),
      ...(n === 60 ? { output: 'Answer 4 speaks of 12 pears and 44 plums.' } : {}),
    }));
    const { train, dropped } = splitRows(rows);
    expect(train).toHaveLength(78);
    expect(dropped).toEqual([
      { id: 'row50', reason: 'overlaps_held_out' },
      { id: 'row60', reason: 'overlaps_held_out' },
    ]);
  });
});
