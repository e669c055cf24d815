import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './http-refusal';

/**
 * Of a body that is too large so much is still taken and thrown away while the refusal is on its way: a sender
 * whose connection breaks in mid-sentence would never read it. After that the connection is cut.
 */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/** The whole body, or `payload_too_large` where it has more than `maxBytes`. */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(
        new HttpRefusal(
          'payload_too_large',
          `The body has more than the ${maxBytes} bytes that are taken here. Send less.`,
        ),
      );
      if (bytes > MAX_DISCARDED_BYTES) req.socket.destroy();
    });
    req.once('end', () => resolve(Buffer.concat(chunks)));
    req.once('error', reject);
  });
}
