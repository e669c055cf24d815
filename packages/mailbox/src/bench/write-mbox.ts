import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { seededRandom } from '../personas/random';

const SENTENCE = 'The order of the day is to read what came in, answer it and be done by noon. ';
const TEXT_BYTES = 7_600;
/** Nine tenths of such a message are attachment. */
const ATTACHMENT_BYTES = TEXT_BYTES * 9;

function message(number: number, withAttachment: boolean, noise: Buffer): string {
  const text = SENTENCE.repeat(Math.ceil(TEXT_BYTES / SENTENCE.length)).replace(
    /(.{70,78}) /g,
    '$1\r\n',
  );
  const head =
    `From bench@example.org Thu Mar 12 10:00:00 2026\r\nFrom: Ann Berg <ann@example.org>\r\nTo: Tom Hale <tom@example.org>\r\n` +
    `Subject: Report ${number}\r\nDate: Thu, 12 Mar 2026 10:00:00 +0000\r\nMessage-ID: <bench.${number}@example.org>\r\nMIME-Version: 1.0\r\n`;
  if (!withAttachment)
    return `${head}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n\r\n`;
  const encoded = noise.toString('base64').replace(/(.{76})/g, '$1\r\n');
  return (
    `${head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n` +
    `--b\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n--b--\r\n\r\n`
  );
}

/** Writes an mbox of about `megabytes` at `path`: 8 kB of text a message, or nine times as much attachment with it. */
export async function writeMbox(
  path: string,
  { megabytes, withAttachments }: { megabytes: number; withAttachments: boolean },
): Promise<void> {
  const random = seededRandom('mbox');
  const noise = Buffer.from(
    Array.from({ length: Math.floor((ATTACHMENT_BYTES * 3) / 4) }, () => random.between(0, 255)),
  );
  const out = createWriteStream(path);
  for (let number = 0, bytes = 0; bytes < megabytes * 1_000_000; number += 1) {
    const written = message(number, withAttachments, noise);
    bytes += written.length;
    if (!out.write(written)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}
