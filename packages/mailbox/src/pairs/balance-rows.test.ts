import { describe, expect, it } from 'vitest';
import { type BalancedRow, balanceRows, MAX_ROWS_A_THREAD } from './balance-rows';

const rowsOf = (count: number, fields: (n: number) => Partial<BalancedRow> = () => ({})) =>
  Array.from(
    { length: count },
    (_, n): BalancedRow => ({
      id: `row${n}`,
      threadId: `thread${n}`,
      correspondent: `person${n % 20}`,
      ...fields(n),
    }),
  );
const countOf = (rows: readonly BalancedRow[], person: string) =>
  rows.filter((row) => row.correspondent === person).length;
const reasons = (dropped: readonly { reason: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { reason } of dropped) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

describe('balanceRows', () => {
  it('leaves alone what is balanced', () => {
    const rows = rowsOf(200);
    expect(balanceRows(rows)).toEqual({ rows, dropped: [] });
  });

  it('keeps the newest twelve of a thread', () => {
    const rows = rowsOf(100, (n) => (n % 2 === 0 ? { threadId: 'long' } : {}));
    const { rows: kept, dropped } = balanceRows(rows);
    const inThread = kept.filter((row) => row.threadId === 'long');
    expect(inThread.map((row) => row.id)).toEqual(
      Array.from({ length: MAX_ROWS_A_THREAD }, (_, n) => `row${n * 2}`),
    );
    expect(reasons(dropped)).toEqual({ over_thread: 38 });
  });

  it('gives nobody more than a fifth of what is left in the end', () => {
    const rows = rowsOf(300, (n) => (n % 5 === 0 ? {} : { correspondent: 'boss' }));
    const { rows: kept, dropped } = balanceRows(rows);
    expect(countOf(kept, 'boss') / kept.length).toBeLessThanOrEqual(0.2);
    expect(countOf(kept, 'boss') + 1).toBeGreaterThan(0.2 * (kept.length + 1));
    expect(kept.length + dropped.length).toBe(300);
    expect(reasons(dropped)).toEqual({ over_correspondent: 300 - kept.length });
    expect(kept[0]?.id).toBe('row0');
  });

  it('keeps everything where so little mail with others would leave too little to train on', () => {
    const rows = rowsOf(300, (n) => ({ correspondent: `person${n % 3}` }));
    expect(balanceRows(rows).rows).toHaveLength(300);
  });

  it('takes older mail with others where the newest is all with one', () => {
    const rows = rowsOf(900, (n) => (n < 500 ? { correspondent: 'boss' } : {}));
    const { rows: kept, dropped } = balanceRows(rows);
    expect(kept).toHaveLength(500);
    expect(countOf(kept, 'boss')).toBe(100);
    expect(reasons(dropped)).toEqual({ over_correspondent: 400 });
  });

  it('stops at five hundred', () => {
    const { rows, dropped } = balanceRows(rowsOf(640));
    expect(rows).toHaveLength(500);
    expect(reasons(dropped)).toEqual({ over_limit: 140 });
    expect(balanceRows([])).toEqual({ rows: [], dropped: [] });
  });
});
