import type { TRPCError } from '@trpc/server';
import { toTransportError } from './transport-errors';

type Outcome = { ok: true; data: unknown } | { ok: false; error: TRPCError };

/**
 * The one middleware that maps refusals of verbs to transport errors: those thrown at once, and those thrown
 * while a subscription is read.
 */
export function mapRefusals<Result extends Outcome>(result: Result): Result {
  if (!result.ok) throw toTransportError(result.error);
  if (!isGenerator(result.data)) return result;
  return { ...result, data: mapStream(result.data) };
}

const isGenerator = (value: unknown): value is AsyncGenerator<unknown, void> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

async function* mapStream(stream: AsyncGenerator<unknown, void>): AsyncGenerator<unknown, void> {
  try {
    yield* stream;
  } catch (error) {
    throw toTransportError(error);
  }
}
