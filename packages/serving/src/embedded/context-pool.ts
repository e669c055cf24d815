import type { LlamaContextSequence } from 'node-llama-cpp';

export interface ContextPoolOptions {
  maxContexts: number;
  /** Adapters are freed only with the base: after so many it is loaded anew. */
  recycleAfter: number;
  createContext(adapter: string | null): Promise<LlamaContextSequence>;
  /** Called while no context exists. */
  recycle(): Promise<void>;
}

interface Slot {
  /** `null` until the context is made, by its first borrower. */
  sequence: LlamaContextSequence | null;
  isLent: boolean;
}

/** Contexts by adapter, least recently used first out. One borrower a context; the others wait their turn. */
export class ContextPool {
  /** In order of last use: the first is the oldest. */
  readonly #slots = new Map<string | null, Slot>();
  readonly #seenAdapters = new Set<string>();
  #waiting: (() => void)[] = [];
  /** Who waits for everybody else to be done, so that the base can be loaded anew: nobody borrows before. */
  #drainer: symbol | null = null;

  constructor(readonly options: ContextPoolOptions) {}

  get counts() {
    const made = [...this.#slots].filter(([, { sequence }]) => sequence !== null);
    return {
      contexts: this.#slots.size,
      adapters: this.#seenAdapters.size,
      warm: made.map(([adapter]) => adapter),
    };
  }

  /** Rejects with `signal.reason` where it aborts before the context is free. */
  async lend<T>(
    adapter: string | null,
    signal: AbortSignal,
    work: (sequence: LlamaContextSequence) => Promise<T>,
  ): Promise<T> {
    const slot = await this.#borrow(adapter, signal);
    try {
      slot.sequence ??= await this.options.createContext(adapter);
      return await work(slot.sequence);
    } finally {
      slot.isLent = false;
      if (slot.sequence === null) this.#slots.delete(adapter);
      this.#wake();
    }
  }

  async #borrow(adapter: string | null, signal: AbortSignal): Promise<Slot> {
    const borrower = Symbol('borrower');
    try {
      for (;;) {
        signal.throwIfAborted();
        const isBarred = this.#drainer !== null && this.#drainer !== borrower;
        const slot = isBarred ? null : await this.#tryBorrow(adapter, borrower);
        if (slot !== null) return slot;
        await this.#change(signal);
      }
    } finally {
      if (this.#drainer === borrower) {
        this.#drainer = null;
        this.#wake();
      }
    }
  }

  /** `null`: wait until a context comes back. */
  async #tryBorrow(adapter: string | null, borrower: symbol): Promise<Slot | null> {
    const held = this.#slots.get(adapter);
    if (held !== undefined) return held.isLent ? null : this.#take(adapter, held);
    const isNew = adapter !== null && !this.#seenAdapters.has(adapter);
    if (isNew && this.#seenAdapters.size >= this.options.recycleAfter) {
      this.#drainer = borrower;
      if ([...this.#slots.values()].some((slot) => slot.isLent)) return null;
      await this.#recycle();
    }
    if (this.#slots.size < this.options.maxContexts) return this.#take(adapter, newSlot());
    const oldest = [...this.#slots].find(([, slot]) => !slot.isLent);
    if (oldest === undefined) return null;
    this.#slots.delete(oldest[0]);
    // Taken before the old context is gone: others may look in between.
    const slot = this.#take(adapter, newSlot());
    await oldest[1].sequence?.context.dispose();
    return slot;
  }

  #take(adapter: string | null, slot: Slot): Slot {
    slot.isLent = true;
    this.#slots.delete(adapter);
    this.#slots.set(adapter, slot);
    if (adapter !== null) this.#seenAdapters.add(adapter);
    return slot;
  }

  async #recycle(): Promise<void> {
    for (const { sequence } of this.#slots.values()) await sequence?.context.dispose();
    this.#slots.clear();
    this.#seenAdapters.clear();
    await this.options.recycle();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }
}

const newSlot = (): Slot => ({ sequence: null, isLent: false });
