/** A queue that one reader drains with `for await`; it ends when closed or when its signal aborts. */
export class AsyncQueue<T> {
  #items: T[] = [];
  #closed = false;
  #wake: (() => void) | undefined;

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    if (this.#closed) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** What is queued is still delivered; nothing more is taken. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** Forgets what nobody has read yet, and says how much that was. */
  clear(): number {
    const dropped = this.#items.length;
    this.#items = [];
    return dropped;
  }

  /** The next item, `null` once closed and empty, aborted, or (with `timeoutMs`) `'timeout'`. */
  async next(
    options: { signal?: AbortSignal | undefined; timeoutMs?: number } = {},
  ): Promise<{ item: T } | 'closed' | 'timeout'> {
    const { signal, timeoutMs } = options;
    let timedOut = false;
    let timer: NodeJS.Timeout | undefined;
    const wake = () => this.#wake?.();
    if (timeoutMs !== undefined) {
      timer = setTimeout(() => {
        timedOut = true;
        wake();
      }, timeoutMs);
    }
    signal?.addEventListener('abort', wake);
    try {
      for (;;) {
        if (signal?.aborted) return 'closed';
        const [item] = this.#items.splice(0, 1);
        if (item !== undefined) return { item };
        if (this.#closed) return 'closed';
        if (timedOut) return 'timeout';
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.#wake = undefined;
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
    }
  }

  async *read(signal?: AbortSignal): AsyncGenerator<T, void> {
    for (;;) {
      const next = await this.next({ signal });
      if (next === 'closed' || next === 'timeout') return;
      yield next.item;
    }
  }
}
