import { type DatasetRow, HELD_OUT_SHARE, MIN_HELD_OUT } from '@emailai/contracts/dataset';
import type { DropReason } from '@emailai/contracts/drop-reason';
import type { ThreadedRow } from './build-rows';
import { SeenTexts } from './near-duplicates';

export interface SplitRows {
  /** Both newest first. */
  train: DatasetRow[];
  heldOut: DatasetRow[];
  dropped: { id: string; reason: DropReason }[];
}

/**
 * Holds out the newest fifth by date, twenty replies at least where half of all allow it. What is left for
 * training shares no thread and no near-duplicate reply with it.
 */
export function splitRows(rows: readonly ThreadedRow[]): SplitRows {
  const newestFirst = [...rows].sort((a, b) => Date.parse(b.sentAt) - Date.parse(a.sentAt));
  const wanted = Math.max(MIN_HELD_OUT, Math.ceil(rows.length * HELD_OUT_SHARE));
  const count = Math.min(wanted, Math.floor(rows.length / 2));
  const heldOut = newestFirst.slice(0, count);
  const threads = new Set(heldOut.map((row) => row.threadId));
  const seen = new SeenTexts();
  for (const row of heldOut) seen.add(row.output);
  const plain = ({ threadId: _, ...row }: ThreadedRow): DatasetRow => row;
  const split: SplitRows = { train: [], heldOut: heldOut.map(plain), dropped: [] };
  for (const row of newestFirst.slice(count)) {
    if (threads.has(row.threadId) || seen.has(row.output)) {
      split.dropped.push({ id: row.id, reason: 'overlaps_held_out' });
    } else split.train.push(plain(row));
  }
  return split;
}
