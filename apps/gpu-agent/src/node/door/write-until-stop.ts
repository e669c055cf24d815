import type { ChatEnd } from '@emailai/serving/engine';

/** Null where the draft was left before the engine could count. */
export type DoorEnd = Pick<ChatEnd, 'reason' | 'tokens'> & {
  promptTokens: number | null;
  cutTokens: number | null;
};

/**
 * Passes a draft on until one of `stop` would begin. Text that may yet become a stop text is held back until it is
 * clear.
 */
export async function* writeUntilStop(
  draft: AsyncGenerator<string, ChatEnd>,
  stop: readonly string[],
): AsyncGenerator<string, DoorEnd> {
  const stops = stop.filter((text) => text !== '');
  let held = '';
  let pieces = 0;
  for (;;) {
    const part = await draft.next();
    if (part.done) {
      if (held !== '') yield held;
      return part.value;
    }
    held += part.value;
    pieces += 1;
    const at = Math.min(...stops.map((text) => found(held, text)));
    if (at < held.length) {
      await leaveDraft(draft);
      if (at > 0) yield held.slice(0, at);
      return { reason: 'stop', tokens: pieces, promptTokens: null, cutTokens: null };
    }
    const keep = Math.max(0, ...stops.map((text) => openEnd(held, text)));
    const ready = held.slice(0, held.length - keep);
    held = held.slice(held.length - keep);
    if (ready !== '') yield ready;
  }
}

/** Leaving a generator stops the writing; what it would have returned is of no interest. */
export async function leaveDraft(draft: AsyncGenerator<string, unknown>): Promise<void> {
  await draft.return(undefined);
}

const found = (text: string, stop: string) => {
  const at = text.indexOf(stop);
  return at < 0 ? text.length : at;
};

/** How many of the last characters of `text` could be the beginning of `stop`. */
function openEnd(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
