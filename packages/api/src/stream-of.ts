import { isTrackedEnvelope, type TrackedEnvelope, tracked } from '@trpc/server';
import { z } from 'zod';

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Output schema of a subscription: every item must be of `item`. */
export function streamOf<Item extends z.ZodType>(item: Item) {
  return z
    .custom<AsyncIterable<z.input<Item>, void>>(isStream)
    .transform(async function* (stream): AsyncGenerator<z.output<Item>, void> {
      for await (const value of stream) yield item.parse(value);
    });
}

/**
 * The same for items sent with an id, from which a client resumes after a broken connection. An item that several
 * streams share, as followers of one job do, is parsed once.
 */
export function trackedStreamOf<Item extends z.ZodType>(item: Item) {
  const parsed = new WeakMap<object, z.output<Item>>();
  const parseOnce = (value: z.input<Item>): z.output<Item> => {
    if (typeof value !== 'object' || value === null) return item.parse(value);
    const known = parsed.get(value);
    if (known !== undefined) return known;
    const fresh = item.parse(value);
    parsed.set(value, fresh);
    return fresh;
  };
  return z
    .custom<AsyncIterable<TrackedEnvelope<z.input<Item>>, void>>(isStream)
    .transform(async function* (stream): AsyncGenerator<TrackedEnvelope<z.output<Item>>, void> {
      for await (const value of stream) {
        if (!isTrackedEnvelope(value)) throw new TypeError('A tracked stream gave a bare item.');
        yield tracked(value[0], parseOnce(value[1]));
      }
    });
}
