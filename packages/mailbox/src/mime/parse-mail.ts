import type { DropReason } from '@emailai/contracts/drop-reason';
import { MARKER_HEADERS, type Mail } from '@emailai/contracts/mail';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { mailIdOf } from '../mail-id';
import { htmlToPlain } from './html-to-plain';
import { lightenMessage } from './lighten-message';
import { messageIdsIn } from './message-ids';

/** A longer message is refused. */
const MAX_RAW_BYTES = 64 * 1024 * 1024;
/**
 * Of a message so much is parsed: words stand before attachments, and the parser takes 8 µs a line, so that
 * even a message of nothing but line breaks is done in half a second.
 */
const MAX_PARSED_BYTES = 8 * 1024 * 1024;
const MAX_PARSED_LINES = 60_000;
/** Body kept, in UTF-16 code units; the longest mail a person writes is far below. */
const MAX_BODY_CHARS = 200_000;
/** `Your mail program cannot show HTML`, where the letter itself stands in the HTML part only. */
const MAX_EXCUSE_CHARS = 200;
const MAX_SUBJECT_CHARS = 1_000;
const MAX_NAME_CHARS = 200;
const MAX_PEOPLE = 500;

export type UnreadableReason = Extract<DropReason, 'empty' | 'too_large' | 'no_text' | 'malformed'>;
export type ParsedMail = { ok: true; mail: Mail } | { ok: false; reason: UnreadableReason };

const C1_AS_WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Lines of one kind, no control characters: NUL breaks databases, the others break terminals. */
function plain(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // Some Node versions decode windows-1252 as latin1, which leaves controls for dashes and quotes.
      .replace(/[\u0080-\u009f]/g, (char) => C1_AS_WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '')
      // Half of a surrogate pair cannot be written as UTF-8.
      .replace(/\p{Surrogate}/gu, '')
  );
}

const line = (text: string | undefined, maxChars: number) =>
  plain(text ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxChars)
    .replace(/\p{Surrogate}$/u, '');

function people(addresses: readonly Address[] | undefined): { name: string; address: string }[] {
  return (addresses ?? [])
    .flatMap((one) => (one.group === undefined ? [one] : one.group))
    .slice(0, MAX_PEOPLE)
    .map((one) => ({
      name: line(one.name, MAX_NAME_CHARS),
      address: line(one.address, MAX_NAME_CHARS).toLowerCase(),
    }))
    .filter((one) => one.name !== '' || one.address !== '');
}

/** The Date header; else when the last server received it; else the epoch, so that it sorts as the oldest. */
function sentAtOf(email: Email): Date {
  const received = email.headers
    .find(({ key }) => key === 'received')
    ?.value.split(';')
    .at(-1);
  for (const candidate of [email.date, received]) {
    const at = candidate === undefined ? Number.NaN : Date.parse(candidate);
    if (at > 0 && at < Date.UTC(2100, 0)) return new Date(at);
  }
  return new Date(0);
}

function markersOf(email: Email): Record<string, string> {
  const markers: Record<string, string> = {};
  for (const { key, value } of email.headers) {
    if ((MARKER_HEADERS as readonly string[]).includes(key)) markers[key] = line(value, 300);
  }
  // An invitation may hide below multipart/alternative: what it is counts, not where it stands.
  const calendar = email.attachments.find((part) => part.mimeType === 'text/calendar');
  if (calendar !== undefined) markers['content-type'] = 'text/calendar';
  return markers;
}

/** Text of the body: what was written as text, else what a reader sees of the HTML. */
function bodyOf(email: Email): string {
  const text = plain((email.text ?? '').slice(0, MAX_BODY_CHARS));
  const words = text.trim();
  const isExcuse = words.length <= MAX_EXCUSE_CHARS && /\bhtml\b/i.test(words);
  if (words !== '' && !isExcuse) return text;
  if (email.html !== undefined) {
    const shown = plain(htmlToPlain(email.html).slice(0, MAX_BODY_CHARS));
    if (shown.trim() !== '') return shown;
  }
  if (words !== '') return text;
  // Patches and manual pages are sent as text parts of other kinds.
  const textPart = email.attachments.find(
    (part) => part.mimeType.startsWith('text/') && part.mimeType !== 'text/calendar',
  );
  if (textPart === undefined || typeof textPart.content === 'string') return '';
  return plain(new TextDecoder().decode(textPart.content.slice(0, MAX_BODY_CHARS)));
}

/** The head of a message, by the limits above. */
function headOf(raw: Uint8Array): Uint8Array {
  let end = 0;
  for (let lines = 0; lines < MAX_PARSED_LINES; lines += 1) {
    const next = raw.indexOf(0x0a, end);
    if (next === -1) return raw.subarray(0, MAX_PARSED_BYTES);
    end = next + 1;
  }
  return raw.subarray(0, Math.min(end, MAX_PARSED_BYTES));
}

/**
 * Reads one raw message. Never throws: what cannot be used says why. The id is the same for the same
 * Message-ID, so that a mail read twice is one mail.
 */
export async function parseMail(
  raw: Uint8Array,
  { isSent }: { isSent: boolean },
): Promise<ParsedMail> {
  if (raw.length === 0) return { ok: false, reason: 'empty' };
  if (raw.length > MAX_RAW_BYTES) return { ok: false, reason: 'too_large' };
  let email: Email;
  try {
    email = await PostalMime.parse(headOf(lightenMessage(raw)), {
      maxNestingDepth: 64,
      maxRfc822NestingDepth: 3,
      maxHeadersSize: 1024 * 1024,
    });
  } catch {
    return { ok: false, reason: 'malformed' };
  }
  try {
    const body = bodyOf(email);
    const markers = markersOf(email);
    // Machine mail without words still has to be known as such; a person's mail without words is no use.
    if (body.trim() === '' && markers['content-type'] !== 'text/calendar') {
      return { ok: false, reason: 'no_text' };
    }
    const messageId = messageIdsIn(email.messageId)[0] ?? null;
    const mail: Mail = {
      id: mailIdOf(messageId ?? raw),
      messageId,
      inReplyTo: messageIdsIn(email.inReplyTo)[0] ?? null,
      references: messageIdsIn(email.references),
      from: people(email.from === undefined ? [] : [email.from])[0] ?? { name: '', address: '' },
      to: people(email.to),
      cc: people(email.cc),
      subject: line(email.subject, MAX_SUBJECT_CHARS),
      sentAt: sentAtOf(email),
      body,
      isSent,
      markers,
    };
    return { ok: true, mail };
  } catch {
    return { ok: false, reason: 'malformed' };
  }
}
