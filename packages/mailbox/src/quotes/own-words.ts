import {
  attributionOf,
  isQuoted,
  opensForward,
  opensHeaderBlock,
  opensOriginal,
  unquote,
} from './quote-marks';
import {
  isClosing,
  isContactLine,
  isDeviceLine,
  isDisclaimer,
  isListFooter,
  isNameLine,
  isRule,
  isSignatureMark,
} from './trailing-matter';

export interface OwnWords {
  /** What the writer typed, in order, with greeting and sign-off. */
  text: string;
  /** What stood quoted, without its marks. */
  quoted: string;
  /** Whether the mail passes another one on below a forward mark. */
  isForward: boolean;
}

/** Longest attribution: mail programs break `On DATE, NAME <ADDRESS>` / `wrote:` over so many lines. */
const MAX_ATTRIBUTION_LINES = 4;

/** Longer bodies are no letters; what comes after is not looked at. */
const MAX_BODY_CHARS = 200_000;

const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';

function linesOf(body: string): string[] {
  return (
    body
      .replace(/\r\n?/g, '\n')
      // Marks that nobody sees: no-break space, zero-width space, soft hyphen, direction marks.
      .replace(/[\u00a0\u2007\u202f]/g, ' ')
      .replace(/[\u200b\u00ad\u2060\ufeff\u200e\u200f\u202a-\u202e]/g, '')
      .replace(/^(?:&gt;|＞)/gm, '>')
      .split('\n')
  );
}

/** Lines that announce the quote below line `end`: `[first, end)` is taken out. */
function attributionStart(lines: readonly string[], end: number): number {
  let last = end;
  while (last > 0 && isBlank(lines[last - 1])) last -= 1;
  let text = '';
  for (let first = last - 1; first >= Math.max(0, last - MAX_ATTRIBUTION_LINES); first -= 1) {
    const line = lines[first] ?? '';
    if (isBlank(line) || isQuoted(line)) break;
    text = `${line.trim()} ${text}`.trim();
    const kind = attributionOf(text);
    const opensHere = kind === 'sure' || (kind === 'loose' && last === first + 1);
    if (!opensHere) continue;
    // The sentence may have begun a line or two higher: `On Monday, at ten,` / `Marta <…> wrote:`.
    for (let higher = first - 1; higher >= Math.max(0, last - MAX_ATTRIBUTION_LINES); higher -= 1) {
      const above = lines[higher] ?? '';
      if (isBlank(above) || isQuoted(above)) break;
      if (/^\s*(?:on|am|le|el|il|em|op|den|w dniu|dnia)\s/iu.test(above)) return higher;
    }
    return first;
  }
  return end;
}

/** First line of an original that follows without marks, or the number of lines. */
function unmarkedOriginal(lines: readonly string[]): { at: number; isForward: boolean } {
  const lastQuoted = lines.findLastIndex(isQuoted);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isQuoted(line)) continue;
    if (opensForward(line)) return { at, isForward: true };
    if (opensOriginal(line) || opensHeaderBlock(lines, at)) {
      const rule = at > 0 && isRule(lines[at - 1] ?? '') ? 1 : 0;
      return { at: at - rule, isForward: false };
    }
    // `On DATE, NAME <ADDRESS> wrote:` with an unmarked mail below it and no quote mark anywhere after.
    if (at > lastQuoted && attributionOf(line) === 'sure') {
      return { at: attributionStart(lines, at + 1), isForward: false };
    }
  }
  return { at: lines.length, isForward: false };
}

/** A signature's own words: a closing and the name below it; job title and telephone go. */
function signOffOf(signature: readonly string[]): string[] {
  const written = signature.map((line) => line.trim()).filter((line) => line !== '');
  const [first, second] = written;
  if (first === undefined || !isClosing(first)) return [];
  return second !== undefined && isNameLine(second) ? [first, second] : [first];
}

/** Takes signature, footer and disclaimer off the end of one piece of own lines. */
function withoutTrailingMatter(lines: readonly string[]): string[] {
  let kept = lines.filter((line) => !isDeviceLine(line));
  const footer = kept.findIndex(
    (line, at) => isRule(line) && kept.slice(at + 1, at + 5).some(isListFooter),
  );
  if (footer !== -1) kept = kept.slice(0, footer);
  const mark = kept.findIndex(isSignatureMark);
  if (mark !== -1) kept = [...kept.slice(0, mark), ...signOffOf(kept.slice(mark + 1))];
  const patch = kept.findIndex((line) => line.startsWith('diff --git '));
  if (patch > 0) kept = kept.slice(0, patch);
  const disclaimer = kept.findIndex(isDisclaimer);
  if (disclaimer > 0) kept = kept.slice(0, disclaimer);
  const closing = kept.findLastIndex(isClosing);
  let end = kept.length;
  for (; end > 1; end -= 1) {
    const last = kept[end - 1] ?? '';
    // A link may be the answer itself: only closely below a closing is it a business card.
    const isCard = isContactLine(last) && closing !== -1 && end - closing <= 8;
    const isFooter = /unsubscribe|mailing list/i.test(last.slice(0, 300)) && isListFooter(last);
    if (!isBlank(last) && !isCard && !isRule(last) && !isFooter) break;
  }
  return kept.slice(0, end);
}

/** Signed mail carries its signature in the text: neither is anybody's words. */
function withoutPgp(body: string): string {
  return body
    .replace(/^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: .*\n)?/m, '')
    .replace(/^-----BEGIN PGP SIGNATURE-----$[^-]*(?:^-----END PGP SIGNATURE-----$)?/gm, '');
}

/**
 * Parts what the writer of a mail typed from what was quoted below, above or in between. Every own piece is
 * kept in order. Linear in the length of the body: the patterns of published splitters are not (1.4 s for
 * 9 kB of `Op schreef`), and their signature rules take the sign-off away.
 */
export function ownWords(mail: { body: string }): OwnWords {
  const all = linesOf(withoutPgp(mail.body.slice(0, MAX_BODY_CHARS)));
  const { at: end, isForward } = unmarkedOriginal(all);
  const quoted: string[] = all.slice(end);
  const lines = all.slice(0, end);
  const pieces: string[][] = [];
  let piece: string[] = [];
  const close = () => {
    const kept = withoutTrailingMatter(piece);
    if (kept.some((line) => !isBlank(line))) pieces.push(kept);
    piece = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (!isQuoted(line)) {
      piece.push(line);
      continue;
    }
    if (at === 0 || !isQuoted(lines[at - 1] ?? '')) {
      piece = piece.slice(0, attributionStart(piece, piece.length));
      close();
    }
    quoted.push(unquote(line));
  }
  close();
  const text = pieces
    .map((one) =>
      one
        .map((line) => line.trimEnd())
        .join('\n')
        .trim(),
    )
    .filter((one) => one !== '')
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n');
  return { text, quoted: quoted.join('\n').trim(), isForward };
}
