import type { LiveConnection } from './live-connection';

type Outcome = { ok: true; data: unknown } | { ok: false };

/**
 * Lets a subscription give no more than its peer reads: the rest stays with its source, which bounds it, and not in
 * the buffers of a socket. Also counts the subscription as open for as long as it is read.
 */
export function paceStreams<Result extends Outcome>(
  result: Result,
  connection: LiveConnection | undefined,
): Result {
  if (!result.ok || connection === undefined || !isStream(result.data)) return result;
  return { ...result, data: pace(result.data, connection) };
}

const isStream = (value: unknown): value is AsyncIterable<unknown, void> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

async function* pace(
  stream: AsyncIterable<unknown, void>,
  connection: LiveConnection,
): AsyncGenerator<unknown, void> {
  const leave = connection.openStream();
  try {
    await connection.drained();
    for await (const value of stream) {
      yield value;
      // Asked for the next one: the last one has been sent.
      await connection.drained();
    }
  } finally {
    leave();
  }
}
