import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** "Not now": clients come back after this. */
const RETRY_AFTER_SECONDS = 1;
const LATER: readonly number[] = [429, 503];

/** Answers an upgrade with a plain HTTP refusal and closes the connection. */
export function refuseUpgrade(
  socket: Duplex,
  status: 401 | 403 | 404 | 429 | 503,
  sentence: string,
): void {
  const body = `${sentence}\n`;
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      ...(LATER.includes(status) ? [`Retry-After: ${RETRY_AFTER_SECONDS}`] : []),
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
