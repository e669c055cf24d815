import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './http-refusal';

/**
 * Of a body that is too large so much is still read and thrown away, so that its sender gets to hear the answer;
 * above it the connection is cut.
 */
const MAX_DRAINED_BYTES = 1024 * 1024;

/** The whole body, or `payload_too_large` where it has more than `maxBytes`. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new HttpRefusal(
    'payload_too_large',
    `The body is larger than the ${maxBytes} bytes that are taken here. Send less.`,
    { headers: { Connection: 'close' } },
  );
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > MAX_DRAINED_BYTES) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else if (bytes > MAX_DRAINED_BYTES) break;
  }
  if (bytes > maxBytes) throw tooLarge;
  return Buffer.concat(chunks);
}
