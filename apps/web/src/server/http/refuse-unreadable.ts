import type { Duplex } from 'node:stream';
import { newId } from '@emailai/contracts/ids';
import { errorBody } from './answer';

/** Answers what is not readable as HTTP at all, in the same shape as everything else, and hangs up. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const [status, words] = isTooLarge
    ? [431, 'Request Header Fields Too Large']
    : [400, 'Bad Request'];
  const requestId = newId();
  const message = isTooLarge
    ? 'The headers of the request are too large. Send fewer.'
    : 'The request is not valid HTTP. Correct it and send it again.';
  const body = JSON.stringify(errorBody(status, { code: 'invalid_input', message, requestId }));
  const head = [
    `HTTP/1.1 ${status} ${words}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
