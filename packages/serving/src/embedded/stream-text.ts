/**
 * Makes a generator of a request that calls back with text and resolves at its end. `stop` aborts when the reader
 * leaves the loop or `signal` aborts; in the latter case the generator throws `signal.reason`.
 */
export async function* streamText<End>(
  signal: AbortSignal | undefined,
  start: (onText: (text: string) => void, stop: AbortSignal) => Promise<End>,
): AsyncGenerator<string, End> {
  const reader = new AbortController();
  const stop = signal === undefined ? reader.signal : AbortSignal.any([reader.signal, signal]);
  let texts: string[] = [];
  let wake: () => void = () => undefined;
  let outcome: { end: End } | { error: unknown } | null = null;
  const settle = (how: { end: End } | { error: unknown }) => {
    outcome = how;
    wake();
  };
  start((text) => {
    texts.push(text);
    wake();
  }, stop).then(
    (end) => settle({ end }),
    (error: unknown) => settle({ error }),
  );
  try {
    for (;;) {
      const ready = texts;
      texts = [];
      for (const text of ready) if (text !== '') yield text;
      // TypeScript believes that nothing has assigned since; the callbacks above have.
      const how = outcome as { end: End } | { error: unknown } | null;
      if (texts.length > 0) continue;
      if (how !== null) {
        if ('error' in how) throw how.error;
        return how.end;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    reader.abort();
  }
}
