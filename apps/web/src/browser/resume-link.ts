import type { AppRouter } from '@emailai/api/app/router';
import type { TRPCClientError, TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';

/** Streams whose every item bears an id from which the server goes on; they are all called so. */
const RESUMABLE = /\.events$/;
/** Refusals that pass by themselves: the database is away, or the server has too much to do. */
const PASSING: readonly string[] = ['unavailable', 'internal', 'rate_limited'];

/**
 * Opens a live stream again, after the last item seen, that the server gave up for a reason that passes. A broken
 * connection is mended by the socket's own client, but for one that broke in the moment the stream was asked for:
 * that too is asked for again. Calls that are no streams pass.
 */
export function resumeLink({
  retryDelayMs,
}: {
  retryDelayMs: (attempt: number) => number;
}): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) => {
      // A question or an order that broke is told to whoever asked: only they know whether to ask again.
      if (op.type !== 'subscription') return next(op);
      return observable((observer) => {
        let attempt = 0;
        let hasBegun = false;
        let lastEventId: string | undefined;
        let timer: ReturnType<typeof setTimeout> | undefined;
        let stream: Unsubscribable;
        const open = () => {
          const input = lastEventId === undefined ? op.input : { ...Object(op.input), lastEventId };
          stream = next({ ...op, input }).subscribe({
            next(envelope) {
              const { result } = envelope;
              if (result.type === 'data') {
                attempt = 0;
                hasBegun = true;
              }
              if ('id' in result && result.id !== undefined) lastEventId = result.id;
              observer.next(envelope);
            },
            error(error) {
              const isUnbegun = !hasBegun && !isAnswer(error);
              const isMended = RESUMABLE.test(op.path) && (isPassing(error) || !isAnswer(error));
              if (!isUnbegun && !isMended) return observer.error(error);
              observer.next({ result: { type: 'state', state: 'connecting', error } });
              timer = setTimeout(open, retryDelayMs(attempt));
              attempt += 1;
            },
            complete: () => observer.complete(),
          });
        };
        open();
        return () => {
          clearTimeout(timer);
          stream.unsubscribe();
        };
      });
    };
}

/** The server said it; the client's own errors have no data. */
const isAnswer = ({ data }: TRPCClientError<AppRouter>) => data !== null && data !== undefined;

const isPassing = ({ data }: TRPCClientError<AppRouter>) => PASSING.includes(data?.code ?? '');
