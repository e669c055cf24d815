import { isBlank } from './split-body';
import {
  isClosing,
  isContactLine,
  isDeviceLine,
  isDisclaimer,
  isFooterLine,
  isListFooter,
  isNameLine,
  isRule,
  isSignatureMark,
} from './trailing-matter';

/** A business card is no longer than this, in lines with words. */
const MAX_CARD_LINES = 12;

/** A signature's own words: a closing and the name below it; job title and telephone go. */
function signOffOf(signature: readonly string[]): string[] {
  const written = signature.map((line) => line.trim()).filter((line) => line !== '');
  const [first, second] = written;
  if (first === undefined || !isClosing(first)) return [];
  return second !== undefined && isNameLine(second) ? [first, second] : [first];
}

/**
 * Where the business card below the last closing begins: job title, employer, street, of which at least one
 * line is a telephone or a web address. `lines.length` where there is none; a postscript is no card.
 */
function cardStart(lines: readonly string[]): number {
  const closing = lines.findLastIndex(isClosing);
  if (closing === -1) return lines.length;
  let start = closing + 1;
  while (start < lines.length && isBlank(lines[start])) start += 1;
  if (start < lines.length && isNameLine(lines[start] ?? '')) start += 1;
  const card = lines.slice(start).filter((line) => !isBlank(line));
  const isCard =
    card.length > 0 &&
    card.length <= MAX_CARD_LINES &&
    card.some(isContactLine) &&
    card.every((line) => line.length <= 120 && !/^\s*p\.?\s?s\b/i.test(line)) &&
    card.every((line) => isContactLine(line) || !/[.!?…]\s*$|^\s*\[\d+\]/.test(line));
  return isCard ? start : lines.length;
}

/** Takes signature, footer, disclaimer and business card off the end of one piece of own lines. */
export function trimOwnPiece(lines: readonly string[]): string[] {
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
  kept = kept.slice(0, cardStart(kept));
  const closing = kept.findLastIndex(isClosing);
  let end = kept.length;
  for (; end > 1; end -= 1) {
    const last = kept[end - 1] ?? '';
    // A link may be the answer itself: only closely below a closing is it a business card.
    const isCard = isContactLine(last) && closing !== -1 && end - closing <= 8;
    if (!isBlank(last) && !isCard && !isRule(last) && !isFooterLine(last)) break;
  }
  return kept.slice(0, end);
}
