import { MAX_ROWS, MIN_HELD_OUT, MIN_TRAIN_ROWS } from '@emailai/contracts/dataset';
import type { DropReason } from '@emailai/contracts/drop-reason';

/** Most rows from one thread, and the share of all that one correspondent may have. */
export const MAX_ROWS_A_THREAD = 12;
export const MAX_CORRESPONDENT_SHARE = 0.2;

export interface BalancedRow {
  id: string;
  threadId: string;
  /** Who is answered, or written to. */
  correspondent: string;
}

export interface BalancedRows<Row> {
  /** In the order given. */
  rows: Row[];
  dropped: { id: string; reason: DropReason }[];
}

/** The first rows, at most `MAX_ROWS`, of which no correspondent has more than `most`. */
function take<Row extends BalancedRow>(rows: readonly Row[], most: number): Row[] {
  const counts = new Map<string, number>();
  const taken: Row[] = [];
  for (const row of rows) {
    const count = counts.get(row.correspondent) ?? 0;
    if (count >= most) continue;
    counts.set(row.correspondent, count + 1);
    taken.push(row);
    if (taken.length === MAX_ROWS) break;
  }
  return taken;
}

/**
 * Keeps one thread and one person from being what a model learns: of rows newest first, those that stay.
 * Where the share of one correspondent cannot be kept with enough rows left to train on, all stay: the
 * gate says then that mail with more people is needed.
 */
export function balanceRows<Row extends BalancedRow>(rows: readonly Row[]): BalancedRows<Row> {
  const dropped: BalancedRows<Row>['dropped'] = [];
  const perThread = new Map<string, number>();
  const inThreads = rows.filter((row) => {
    const count = (perThread.get(row.threadId) ?? 0) + 1;
    perThread.set(row.threadId, count);
    if (count > MAX_ROWS_A_THREAD) dropped.push({ id: row.id, reason: 'over_thread' });
    return count <= MAX_ROWS_A_THREAD;
  });
  let total = Math.min(inThreads.length, MAX_ROWS);
  let taken = take(inThreads, Math.floor(total * MAX_CORRESPONDENT_SHARE));
  // A smaller whole allows a correspondent less: until both agree.
  while (taken.length < total) {
    total = taken.length;
    taken = take(inThreads, Math.floor(total * MAX_CORRESPONDENT_SHARE));
  }
  const isEnough = taken.length >= MIN_TRAIN_ROWS + MIN_HELD_OUT;
  if (!isEnough) taken = inThreads.slice(0, MAX_ROWS);
  const kept = new Set(taken.map((row) => row.id));
  const counts = new Map<string, number>();
  for (const row of taken) counts.set(row.correspondent, (counts.get(row.correspondent) ?? 0) + 1);
  const most = Math.floor(total * MAX_CORRESPONDENT_SHARE);
  for (const row of inThreads) {
    if (kept.has(row.id)) continue;
    const isFull = isEnough && (counts.get(row.correspondent) ?? 0) >= most;
    dropped.push({ id: row.id, reason: isFull ? 'over_correspondent' : 'over_limit' });
  }
  return { rows: taken, dropped };
}
