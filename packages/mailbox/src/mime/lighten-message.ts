import { unflow } from './unflow';

/** Deeper parts are left to the parser as they are. */
const MAX_DEPTH = 12;
const MAX_PARTS = 400;
const MAX_HEAD_BYTES = 512 * 1024;
/** Of one text part so much is read: longer ones are logs, not letters. */
const MAX_TEXT_BYTES = 1024 * 1024;
/** Of a message within a message, which shows what is forwarded or what a bounce gives back. */
const MAX_MESSAGE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

interface Part {
  /** End of the header lines, and start of the body. */
  headEnd: number;
  bodyStart: number;
  contentType: string;
  encoding: string;
}

/** Where the headers of the part `[start, end)` end, and what they say of its body. */
function readPart(raw: Buffer, start: number, end: number): Part | null {
  let at = start;
  while (at < end && at - start < MAX_HEAD_BYTES) {
    const next = raw.indexOf(NEWLINE, at);
    if (next === -1 || next >= end) return null;
    const isBlank = next === at || (next === at + 1 && raw[at] === 0x0d);
    if (isBlank) {
      const head = raw.toString('latin1', start, at).replace(/\r?\n[ \t]+/g, ' ');
      return {
        headEnd: at,
        bodyStart: next + 1,
        contentType: /^content-type:(.*)$/im.exec(head)?.[1]?.trim() ?? '',
        encoding: (/^content-transfer-encoding:(.*)$/im.exec(head)?.[1] ?? '').trim().toLowerCase(),
      };
    }
    at = next + 1;
  }
  return null;
}

const boundaryOf = (contentType: string) =>
  /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i
    .exec(contentType)
    ?.slice(1)
    .find(Boolean);

/** The bodies between the boundary lines of `[start, end)`, and where the last boundary line begins. */
function findParts(raw: Buffer, boundary: string, start: number, end: number) {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const parts: { start: number; end: number }[] = [];
  let open: number | null = null;
  let at = start;
  while (parts.length < MAX_PARTS) {
    const found = raw.indexOf(mark, at);
    if (found === -1 || found >= end) break;
    at = found + mark.length;
    if (found > start && raw[found - 1] !== NEWLINE) continue;
    const lineEnd = raw.indexOf(NEWLINE, at);
    const rest = raw
      .toString('latin1', at, lineEnd === -1 ? end : Math.min(lineEnd, at + 80))
      .trim();
    if (rest !== '' && rest !== '--') continue;
    if (open !== null) parts.push({ start: open, end: found });
    open = rest === '--' || lineEnd === -1 ? null : lineEnd + 1;
    at = lineEnd === -1 ? end : lineEnd;
    if (rest === '--') return { parts, closedAt: found };
  }
  if (open !== null && open < end) parts.push({ start: open, end });
  return { parts, closedAt: end };
}

/** Header lines without the one that names the encoding, and without the mark of flowed text. */
const recodedHead = (raw: Buffer, start: number, end: number) =>
  raw
    .toString('latin1', start, end)
    .replace(/^content-transfer-encoding:.*\r?\n(?:[ \t].*\r?\n)*/gim, '')
    .replace(/;\s*format\s*=\s*"?flowed"?/gi, '')
    .replace(/;\s*delsp\s*=\s*"?(?:yes|no)"?/gi, '');

/** Bytes for bytes, as a latin1 string. */
const decodeQuotedPrintable = (text: string) =>
  text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );

/**
 * A text part with its body in one base64 line. The parser keeps a body line by line otherwise, which takes
 * most of its time, and joins flowed lines without looking at their quote marks.
 */
function recodeText(raw: Buffer, start: number, end: number, part: Part): Buffer[] {
  const body = raw.subarray(part.bodyStart, Math.min(end, part.bodyStart + MAX_TEXT_BYTES));
  const isWide = /charset\s*=\s*"?(?:utf-?(?:16|32)|ucs-?[24])/i.test(part.contentType);
  const isFlowed = !isWide && /;\s*format\s*=\s*"?flowed/i.test(part.contentType);
  const isQuotedPrintable = part.encoding === 'quoted-printable';
  const isPlain = /^(?:7bit|8bit|binary|)$/.test(part.encoding);
  if (!isPlain && !(isFlowed && isQuotedPrintable)) {
    return [raw.subarray(start, part.bodyStart), body];
  }
  let text: Buffer = body;
  if (isFlowed) {
    const written = body.toString('latin1');
    const decoded = isQuotedPrintable ? decodeQuotedPrintable(written) : written;
    text = Buffer.from(unflow(decoded, /delsp\s*=\s*"?yes/i.test(part.contentType)), 'latin1');
  }
  const head = `${recodedHead(raw, start, part.headEnd)}Content-Transfer-Encoding: base64\r\n\r\n`;
  return [Buffer.from(head, 'latin1'), Buffer.from(text.toString('base64'), 'latin1')];
}

function lightenPart(raw: Buffer, start: number, end: number, depth: number): Buffer[] {
  const whole = [raw.subarray(start, end)];
  const part = readPart(raw, start, end);
  if (part === null || depth > MAX_DEPTH) return whole;
  const type = (/^[\w.+-]+\/[\w.+-]+/.exec(part.contentType)?.[0] ?? '').toLowerCase();
  if (type.startsWith('multipart/')) {
    const boundary = boundaryOf(part.contentType);
    if (boundary === undefined) return whole;
    const { parts } = findParts(raw, boundary, part.bodyStart, end);
    if (parts.length === 0) return whole;
    const line = Buffer.from(`\r\n--${boundary}\r\n`, 'latin1');
    const light = parts.flatMap((one) => [
      line,
      ...lightenPart(raw, one.start, one.end, depth + 1),
    ]);
    return [raw.subarray(start, part.bodyStart), ...light, Buffer.from(`\r\n--${boundary}--\r\n`)];
  }
  if (type === 'text/plain' || type === 'text/html' || part.contentType === '') {
    return recodeText(raw, start, end, part);
  }
  if (type.startsWith('text/'))
    return [raw.subarray(start, Math.min(end, part.bodyStart + MAX_TEXT_BYTES))];
  if (type.startsWith('message/') || type === '') {
    return [raw.subarray(start, Math.min(end, part.bodyStart + MAX_MESSAGE_BYTES))];
  }
  // Pictures, documents, signatures: nobody's words.
  return [raw.subarray(start, part.bodyStart)];
}

/**
 * The message without what its attachments hold, in a form that the parser reads fast: its headers and all
 * of its texts, wherever they stand. What is no well-formed message is given back as it came.
 */
export function lightenMessage(raw: Uint8Array): Buffer {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return Buffer.concat(lightenPart(bytes, 0, bytes.length, 0));
}
