import type { ChatEnd, ServingEngine } from '@emailai/serving/engine';
import { expect, it, vi } from 'vitest';
import { createTurns } from '../../core/turns';
import type { PlannedDraft } from './plan-draft';
import { createDraftWriter } from './write-draft';

const never = new AbortController().signal;
const END: ChatEnd = { reason: 'stop', promptTokens: 5, tokens: 2, cutTokens: 0 };
const ignore = async () => undefined;

/** An engine that writes when it is let. */
function heldEngine() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const engine: Pick<ServingEngine, 'chat'> = {
    async *chat({ signal }) {
      signal?.throwIfAborted();
      await Promise.race([
        opened,
        new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
        ),
      ]);
      yield 'he';
      yield 'ya';
      return END;
    },
  };
  return { engine, open };
}

const planned = (whose: string): PlannedDraft => ({
  request: { model: 'm', userMessage: 'hello', maxTokens: 4 },
  stop: [],
  cutChars: 7,
  whose,
});

it('hands out text and says what it took', async () => {
  const { engine, open } = heldEngine();
  open();
  const writer = createDraftWriter({ engine, turns: createTurns(1) });
  let text = '';
  const figures = await writer.write(planned('anna'), never, async (piece) => {
    text += piece;
  });
  expect(text).toBe('heya');
  expect(figures).toMatchObject({ ...END, cutChars: 7 });
});

it('says that too many wait instead of letting them wait for ever', async () => {
  const { engine, open } = heldEngine();
  const writer = createDraftWriter({ engine, turns: createTurns(2) });
  const drafts = Array.from({ length: 66 }, () => writer.write(planned('anna'), never, ignore));
  await expect(writer.write(planned('boris'), never, ignore)).rejects.toMatchObject({
    status: 503,
    message: expect.stringContaining('Too many drafts wait'),
  });
  open();
  expect(await Promise.all(drafts)).toHaveLength(66);
  expect(await writer.write(planned('boris'), never, ignore)).toMatchObject(END);
});

it('gives its turn to the next when the caller leaves', async () => {
  const { engine, open } = heldEngine();
  const turns = createTurns(1);
  const writer = createDraftWriter({ engine, turns });
  const leaving = new AbortController();
  const left = writer.write(planned('anna'), leaving.signal, ignore);
  const waits = writer.write(planned('boris'), never, ignore);
  leaving.abort(new Error('the caller has left'));
  await expect(left).rejects.toThrow('the caller has left');
  open();
  expect(await waits).toMatchObject(END);
  expect(turns.taken).toBe(0);
});

it('ends a draft at its time limit with a sentence', async () => {
  const limit = new AbortController();
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
  try {
    const { engine } = heldEngine();
    const writer = createDraftWriter({ engine, turns: createTurns(1) });
    const draft = writer.write(planned('anna'), never, ignore);
    limit.abort();
    await expect(draft).rejects.toMatchObject({
      status: 504,
      message: 'The draft was not done after 120 s: try again.',
    });
  } finally {
    timeout.mockRestore();
  }
});
