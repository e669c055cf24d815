import type { LlamaContextSequence } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { ContextPool } from './context-pool';

const never = new AbortController().signal;

/** A pool on contexts that are only names. */
function poolOf(options: { maxContexts: number; recycleAfter: number }) {
  const made: (string | null)[] = [];
  const disposed: (string | null)[] = [];
  let recycled = 0;
  const pool = new ContextPool({
    ...options,
    async createContext(adapter) {
      made.push(adapter);
      return fakeSequence(async () => {
        disposed.push(adapter);
      });
    },
    async recycle() {
      recycled += 1;
    },
  });
  return { pool, made, disposed, recycled: () => recycled };
}

/** The pool only ever disposes of a sequence's context. */
function fakeSequence(dispose: () => Promise<void>): LlamaContextSequence {
  return { context: { dispose } } as unknown as LlamaContextSequence;
}

/** Work that ends when told to. */
function heldWork() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

describe('the context pool', () => {
  it('lends a context to one borrower at a time, in turn', async () => {
    const { pool, made } = poolOf({ maxContexts: 2, recycleAfter: 9 });
    const order: number[] = [];
    const first = heldWork();
    const one = pool.lend('a', never, first.work).then(() => order.push(1));
    const two = pool.lend('a', never, async () => order.push(2));
    await Promise.resolve();
    expect(order).toEqual([]);
    first.end();
    await Promise.all([one, two]);
    expect(order).toEqual([1, 2]);
    expect(made).toEqual(['a']);
  });

  it('throws out the least recently used, never one that is lent', async () => {
    const { pool, disposed } = poolOf({ maxContexts: 2, recycleAfter: 9 });
    await pool.lend('a', never, async () => undefined);
    await pool.lend('b', never, async () => undefined);
    await pool.lend('a', never, async () => undefined);
    await pool.lend('c', never, async () => undefined);
    expect(disposed).toEqual(['b']);
    const held = heldWork();
    const lent = pool.lend('a', never, held.work);
    await pool.lend('d', never, async () => undefined);
    expect(disposed).toEqual(['b', 'c']);
    held.end();
    await lent;
  });

  it('waits for everybody before the base is loaded anew, and lets nobody in meanwhile', async () => {
    const { pool, recycled } = poolOf({ maxContexts: 4, recycleAfter: 2 });
    const held = heldWork();
    const busy = pool.lend('a', never, held.work);
    await pool.lend('b', never, async () => undefined);
    const order: string[] = [];
    const third = pool.lend('c', never, async () => order.push('c'));
    const late = pool.lend('b', never, async () => order.push('b'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([]);
    held.end();
    await Promise.all([busy, third, late]);
    expect(recycled()).toBe(1);
    expect(order).toEqual(['c', 'b']);
  });

  it('lets others go on when the one that wanted a new base leaves', async () => {
    const { pool, recycled } = poolOf({ maxContexts: 4, recycleAfter: 1 });
    const held = heldWork();
    const busy = pool.lend('a', never, held.work);
    const leaving = new AbortController();
    const barred = pool.lend('b', leaving.signal, async () => undefined);
    const base = pool.lend(null, never, async () => 'served');
    await new Promise((resolve) => setImmediate(resolve));
    leaving.abort(new Error('left'));
    await expect(barred).rejects.toThrow('left');
    expect(await base).toBe('served');
    expect(recycled()).toBe(0);
    held.end();
    await busy;
  });

  it('gives up its place for a context that could not be made', async () => {
    const { pool, made } = poolOf({ maxContexts: 1, recycleAfter: 9 });
    pool.options.createContext = async () => {
      throw new Error('no memory');
    };
    await expect(pool.lend('a', never, async () => undefined)).rejects.toThrow('no memory');
    expect(pool.counts.contexts).toBe(0);
    expect(made).toEqual([]);
  });
});
