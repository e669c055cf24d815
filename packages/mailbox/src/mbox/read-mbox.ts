import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** Bytes of one message that are kept; what is longer (attachments, a file that is no mbox) is cut there. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** A longer line is no separator. */
const MAX_SEPARATOR_BYTES = 1_000;
const NEWLINE = 0x0a;
/** `From marta@example.org Thu Mar 12 10:00:00 2026`, as every program writes it. */
const SEPARATOR = /^From .*\d{1,2}:\d{2}(?::\d{2})?\b.*\b\d{4}\s*$|^From .*\b\d{4} \d{1,2}:\d{2}/;

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

const isSeparator = (line: Buffer) => SEPARATOR.test(line.toString('latin1').trimEnd());

/** One message without its From_ line, and with mboxrd's `>From ` written as it was. */
function unwrap(pieces: readonly Buffer[]): Buffer {
  const whole = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  const firstEnd = whole.indexOf(NEWLINE);
  const first = firstEnd === -1 ? whole : whole.subarray(0, firstEnd);
  const raw = isSeparator(first) ? whole.subarray(first.length + 1) : whole;
  if (!raw.includes('>From ')) return Buffer.from(raw);
  return Buffer.from(raw.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');
}

const isBlank = (message: Buffer) =>
  message.length < 4_096 && message.toString('latin1').trim() === '';

/**
 * The raw messages of an mbox file (mboxrd, plain or gzip by content), one at a time: memory holds one
 * message, however large the file. Throws where the file cannot be read or its gzip stream is broken.
 */
export async function* readMbox(path: string): AsyncGenerator<Buffer> {
  const isPacked = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const stream = isPacked ? file.pipe(createGunzip()) : file;
  // `pipe` does not pass errors on: without this a read error would leave the reader waiting.
  if (stream !== file) file.on('error', (error) => stream.destroy(error));
  let pieces: Buffer[] = [];
  let size = 0;
  let carry: Buffer = Buffer.alloc(0);
  const keep = (piece: Buffer) => {
    const room = MAX_MESSAGE_BYTES - size;
    if (piece.length > 0 && room > 0) pieces.push(piece.subarray(0, room));
    size += piece.length;
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const block = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
      let start = 0;
      let searchFrom = 0;
      // A separator may begin in the last bytes of this block and end in the next.
      let hold = Math.max(0, block.length - '\nFrom'.length);
      for (;;) {
        const at = block.indexOf('\nFrom ', searchFrom);
        if (at === -1) break;
        const lineEnd = block.indexOf(NEWLINE, at + 1);
        if (lineEnd === -1 && block.length - at < MAX_SEPARATOR_BYTES) {
          hold = at;
          break;
        }
        searchFrom = at + 1;
        if (lineEnd === -1 || lineEnd - at > MAX_SEPARATOR_BYTES) continue;
        if (!isSeparator(block.subarray(at + 1, lineEnd))) continue;
        keep(block.subarray(start, at + 1));
        const message = unwrap(pieces);
        if (!isBlank(message)) yield message;
        pieces = [];
        size = 0;
        start = at + 1;
      }
      hold = Math.max(hold, start);
      keep(block.subarray(start, hold));
      carry = block.subarray(hold);
    }
    keep(carry);
    if (pieces.length > 0) {
      const message = unwrap(pieces);
      if (!isBlank(message)) yield message;
    }
  } finally {
    file.destroy();
  }
}
