import { attributionOf, WROTE } from './attribution';
import { readTimes, type TimeReading } from './attribution-times';
import { readHeaderBlock } from './header-block';
import { isQuoted } from './quote-marks';
import { type BodyPiece, isBlank, splitBody } from './split-body';

/** The mail that a reply quotes, as far as the reply tells. */
export interface QuotedMail {
  /** Empty where nothing names them. */
  name: string;
  address: string;
  /** Readings of when it was sent, the likeliest first. */
  times: TimeReading[];
  /** Empty where only headers would name it. */
  subject: string;
  /** Its text, with the marks of its own quotes. */
  body: string;
}

type QuotePiece = Extract<BodyPiece, { kind: 'quote' }>;

const ADDRESS = /(?:mailto:)?([^\s<>()[\]:;,"'*]{1,100}@[^\s<>()[\]:;,"'*]{1,100}\.[a-z]{2,24})/i;
const DATE_WORDS =
  /\d[\d.:/-]*(?:st|nd|rd|th|er|º)?(?:\s*(?:[ap]\.?\s?m\.?|uhr|h|г\.?|р\.?|ч\.?)(?!\p{L}))?(?:,?\s*(?:UTC|GMT|CES?T|[A-Z]{1,2}[SD]T)?\s?[+-]\d{1,2}:?\d{0,2}(?!\d)|\s+(?:UTC|GMT|CES?T|[A-Z]{1,2}[SD]T)\b)?(?:\s*\([^()]{2,30}\))?/giu;
const LEADING = new RegExp(
  `^(?:[\\s,;:*"'_(<\\[-]+|(?:wiadomość napisana przez|missatge de|excerpts from|quoting|at|um|à|às|a las|alle ore|ore|om|kl|klo|o|u|v|в|о|la|heeft|odesílatel|от|von|from|de|ο\\/η|${WROTE})(?=[\\s.:,]))+`,
  'iu',
);

/** A person's name out of what an attribution leaves; empty where it holds none. */
function nameIn(text: string): string {
  const name = text
    .replace(LEADING, '')
    .replace(/\s+via\s+.*$/iu, '')
    .replace(/[\s,;:*"'_<>()[\]-]+$/u, '')
    .trim();
  return name.length <= 80 && /\p{L}/u.test(name) && name.split(/\s+/).length <= 7 ? name : '';
}

/** Sender as an attribution or a `From:` line names him. */
export function senderIn(text: string): { name: string; address: string } {
  const address = ADDRESS.exec(text);
  let named = address === null ? text : text.slice(0, address.index).replace(/mailto:$/i, '');
  const lastDate = [...named.matchAll(DATE_WORDS)].at(-1);
  const afterDate =
    lastDate === undefined ? named : named.slice(lastDate.index + lastDate[0].length);
  const ending = new RegExp(`(?:^|\\s)${WROTE}\\s*[:：]?\\s*[-*_]*$`, 'iu');
  const found = nameIn(afterDate.replace(ending, ' '));
  if (found !== '') return { name: found, address: (address?.[1] ?? '').toLowerCase() };
  // `Marta Lindqvist wrote on 12 March:` and `Marta Lindqvist ---12.03.2026---`.
  named = named.split(new RegExp(`\\s${WROTE}(?:\\s|$)|-{2,}`, 'iu'))[0] ?? '';
  const name = /\d/.test(named) ? '' : nameIn(named);
  return { name, address: (address?.[1] ?? '').toLowerCase() };
}

const textOf = (lines: readonly string[]) => lines.join('\n').trim();

/** Below its headers. */
function readUnmarked({ attribution, lines }: QuotePiece): QuotedMail {
  const first = lines.findIndex((line) => !isBlank(line));
  const headers = first === -1 ? null : readHeaderBlock(lines, first);
  if (headers === null) {
    const announced = attribution ?? '';
    return {
      ...senderIn(announced),
      times: readTimes(announced),
      subject: '',
      body: textOf(lines),
    };
  }
  return {
    ...senderIn(headers.from),
    times: readTimes(headers.sent),
    subject: headers.subject,
    body: textOf(lines.slice(headers.end)),
  };
}

/** Behind marks, and in several pieces where the answer stands in between. */
function readMarked(quotes: readonly QuotePiece[]): QuotedMail {
  const [first] = quotes;
  // A second attribution opens the quote of another mail.
  const end = quotes.findIndex((quote, at) => at > 0 && quote.attribution !== null);
  const same = end === -1 ? quotes : quotes.slice(0, end);
  let lines = same.flatMap((quote, at) => (at === 0 ? quote.lines : ['', ...quote.lines]));
  let announced = first?.attribution ?? '';
  if (announced === '') {
    // Phones put the attribution behind the mark as well.
    const at = lines.findIndex((line) => !isBlank(line));
    const two = `${lines[at] ?? ''} ${lines[at + 1] ?? ''}`.trim();
    const taken =
      attributionOf(lines[at] ?? '') === 'sure' ? 1 : attributionOf(two) === 'sure' ? 2 : 0;
    const below = lines.slice(at + taken).find((line) => !isBlank(line)) ?? '';
    if (taken > 0 && !isQuoted(below)) {
      announced = taken === 1 ? (lines[at] ?? '') : two;
      lines = lines.slice(at + taken);
    }
  }
  const block = announced === '' ? lines.findIndex((line) => !isBlank(line)) : -1;
  const headers = block === -1 ? null : readHeaderBlock(lines, block);
  if (headers !== null)
    return readUnmarked({ kind: 'quote', attribution: null, lines, isMarked: false });
  return { ...senderIn(announced), times: readTimes(announced), subject: '', body: textOf(lines) };
}

/** The mail that a body quotes first and with its sender, if it quotes any. */
export function quotedMail(body: string): QuotedMail | null {
  const quotes = splitBody(body).pieces.filter((piece) => piece.kind === 'quote');
  const whole = quotes.find((quote) => !quote.isMarked);
  const marked = quotes.filter((quote) => quote.isMarked);
  if (whole !== undefined && (marked.length === 0 || marked[0]?.attribution === null)) {
    const quoted = readUnmarked(whole);
    if (quoted.body !== '') return quoted;
  }
  return marked.length === 0 ? null : readMarked(marked);
}
