import { unquote } from './quote-marks';
import { isBlank, splitBody } from './split-body';
import { trimOwnPiece } from './trim-own-piece';

export interface OwnWords {
  /** What the writer typed, in order, with greeting and sign-off. */
  text: string;
  /** What stood quoted, without its marks. */
  quoted: string;
  /** Whether any of it stands below or between what was quoted. */
  isBelowQuote: boolean;
  /** Whether the mail passes another one on below a forward mark. */
  isForward: boolean;
}

/**
 * What the writer of a mail typed, without quotes, signature, footers and disclaimers. Every own piece is
 * kept in order, and with it the sign-off, which the signature rules of published splitters take away.
 */
export function ownWords(mail: { body: string }): OwnWords {
  const { pieces, isForward } = splitBody(mail.body);
  const own: string[] = [];
  const quoted: string[] = [];
  let isBelowQuote = false;
  for (const piece of pieces) {
    if (piece.kind === 'quote') {
      quoted.push(...piece.lines.map(unquote));
      continue;
    }
    const kept = trimOwnPiece(piece.lines);
    if (kept.every(isBlank)) continue;
    if (quoted.length > 0) isBelowQuote = true;
    own.push(
      kept
        .map((line) => line.trimEnd())
        .join('\n')
        .trim(),
    );
  }
  const text = own
    .filter((piece) => piece !== '')
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n');
  return { text, quoted: quoted.join('\n').trim(), isBelowQuote, isForward };
}
