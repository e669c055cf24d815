import { describe, expect, it } from 'vitest';
import { streamText } from './stream-text';

describe('streamText', () => {
  it('yields what comes before the end, whenever it comes', async () => {
    const stream = streamText(undefined, async (onText) => {
      onText('a');
      await Promise.resolve();
      onText('b');
      onText('');
      return 3;
    });
    expect(await stream.next()).toEqual({ done: false, value: 'a' });
    expect(await stream.next()).toEqual({ done: false, value: 'b' });
    expect(await stream.next()).toEqual({ done: true, value: 3 });
  });

  it('throws what the request rejects with', async () => {
    const stream = streamText(undefined, async (onText) => {
      onText('a');
      throw new Error('the engine is gone');
    });
    expect((await stream.next()).value).toBe('a');
    await expect(stream.next()).rejects.toThrow('the engine is gone');
  });

  it('stops the request when the reader leaves', async () => {
    let stopped = false;
    const stream = streamText(undefined, (onText, stop) => {
      onText('a');
      return new Promise((_, reject) => {
        stop.addEventListener('abort', () => {
          stopped = true;
          reject(stop.reason);
        });
      });
    });
    for await (const _ of stream) break;
    expect(stopped).toBe(true);
  });
});
