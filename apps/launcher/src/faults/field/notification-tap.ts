import type { Line, Tap } from './network';

/** A type byte, then a length that counts itself: PostgreSQL's messages to its client, without TLS. */
const HEAD_BYTES = 5;
const NOTIFICATION = 'A'.charCodeAt(0);

/** Hands on what PostgreSQL says except the notifications that `isLost` says are. Its argument is their payload. */
export function tapNotifications(isLost: (payload: string) => boolean): (line: Line) => Tap {
  return () => {
    let rest = Buffer.alloc(0);
    return {
      toServer: (chunk, send) => send(chunk),
      toDialler(chunk, send) {
        rest = Buffer.concat([rest, chunk]);
        const arriving: Buffer[] = [];
        while (rest.length >= HEAD_BYTES) {
          const end = 1 + rest.readInt32BE(1);
          if (rest.length < end) break;
          const message = rest.subarray(0, end);
          rest = rest.subarray(end);
          const lost = message[0] === NOTIFICATION && isLost(payloadOf(message));
          if (!lost) arriving.push(message);
        }
        if (arriving.length > 0) send(Buffer.concat(arriving));
      },
    };
  };
}

/** After the sender's process id come channel and payload, each ended by a zero. */
function payloadOf(message: Buffer): string {
  const [, payload = ''] = message
    .subarray(HEAD_BYTES + 4)
    .toString('utf8')
    .split('\0');
  return payload;
}
