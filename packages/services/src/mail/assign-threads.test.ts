import { describe, expect, it } from 'vitest';
import { assignThreads, type Threadable } from './assign-threads';

const mail = (messageId: string, inReplyTo: string | null, references: string[]): Threadable => ({
  messageId,
  inReplyTo,
  references,
});

/** Three conversations: full references, In-Reply-To only, and one that names a mail nobody has. */
const MAILS = [
  mail('a1', null, []),
  mail('a2', 'a1', ['a1']),
  mail('a3', 'a2', ['a1', 'a2']),
  mail('b1', null, []),
  mail('b2', 'b1', []),
  mail('b3', 'b2', []),
  mail('b4', 'b3', []),
  mail('c2', 'c1', []),
  mail('c3', null, ['c1']),
];

/** Reads the mails in batches as an import does, with what was stored before known. */
function readInBatches(mails: readonly Threadable[], size: number): Map<string, string> {
  const stored = new Map<string, string>();
  for (let at = 0; at < mails.length; at += size) {
    const plan = assignThreads('mailbox1', mails.slice(at, at + size), new Map(stored));
    for (const { from, to } of plan.merges) {
      for (const [id, thread] of stored) if (thread === from) stored.set(id, to);
    }
    for (const [id, thread] of plan.threads) stored.set(id, thread);
  }
  return stored;
}

/** mulberry32: the same shuffles in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('assigning threads', () => {
  it('finds the same threads in whatever order and batches mails are read', () => {
    const random = seeded(7);
    for (let run = 0; run < 300; run += 1) {
      const order = MAILS.map((item) => ({ item, at: random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item);
      const threads = readInBatches(order, 1 + Math.floor(random() * MAILS.length));
      const groups = new Map<string, string[]>();
      for (const [id, thread] of threads) {
        groups.set(thread, [...(groups.get(thread) ?? []), id].sort());
      }
      const found = [...groups.values()].map((ids) => ids.join(' ')).sort();
      expect(found, order.map(({ messageId }) => messageId).join(' ')).toEqual([
        'a1 a2 a3',
        'b1 b2 b3 b4',
        'c2 c3',
      ]);
    }
  });

  it('keeps the mailboxes apart', () => {
    const one = assignThreads('mailbox1', MAILS, new Map()).threads.get('a1');
    const two = assignThreads('mailbox2', MAILS, new Map()).threads.get('a1');
    expect(one).toMatch(/^[a-z0-9]{20}$/);
    expect(one).not.toBe(two);
  });
});
