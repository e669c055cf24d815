import { anyWording } from './quote-languages';

/** The headers that Outlook and its kin put above an original. Empty where the block does not name them. */
export interface HeaderBlock {
  from: string;
  sent: string;
  subject: string;
  /** Index of the first line below the block. */
  end: number;
}

/** A block longer than this is no block; a hostile body is searched no further. */
const MAX_BLOCK_LINES = 14;
const MAX_LINE_CHARS = 1_000;

const named = (names: string) =>
  new RegExp(`^\\s*\\*{0,2}${names}\\s*\\*{0,2}\\s*[:：]\\s*\\*{0,2}\\s*(.*)$`, 'iu');
const HEADERS = {
  from: named(anyWording(({ from }) => from)),
  sent: named(anyWording(({ sent }) => sent)),
  to: named(anyWording(({ to }) => to)),
  subject: named(anyWording(({ subject }) => subject)),
} as const;
const KINDS = ['from', 'sent', 'to', 'subject'] as const;
const ANY_HEADER = /^[\s*]{0,8}[^\s:：].{0,24}[:：]/u;

/** The header block that begins at line `at`: a sender and two more kinds of header, else null. */
export function readHeaderBlock(lines: readonly string[], at: number): HeaderBlock | null {
  if (!ANY_HEADER.test((lines[at] ?? '').slice(0, 40))) return null;
  const found = { from: '', sent: '', to: '', subject: '' };
  let kinds = 0;
  let end = at;
  for (let next = at; next < Math.min(lines.length, at + MAX_BLOCK_LINES); next += 1) {
    const line = (lines[next] ?? '').slice(0, MAX_LINE_CHARS);
    const kind = KINDS.find((one) => HEADERS[one].test(line));
    if (kind === undefined) {
      // One blank line between headers is how some programs turn a table into text.
      if (line.trim() === '' && next > at && (lines[next - 1] ?? '').trim() !== '') continue;
      // A long list of recipients goes on in the next line.
      if (/^\s+\S|^[^:]{1,200}@/.test(line) && next === end && next > at) {
        end = next + 1;
        continue;
      }
      break;
    }
    if (next === at && HEADERS[kind].exec(line)?.[1] === '') return null;
    if (found[kind] === '') {
      found[kind] = (HEADERS[kind].exec(line)?.[1] ?? '').replace(/\*+$/, '').trim() || ' ';
      kinds += 1;
    }
    end = next + 1;
  }
  if (found.from.trim() === '' || kinds < 3) return null;
  return { from: found.from, sent: found.sent.trim(), subject: found.subject.trim(), end };
}
