import { anyWording } from './quote-languages';

/** Longest line that announces a quote; hostile lines are longer. */
export const MAX_ATTRIBUTION_CHARS = 400;

export const WROTE = anyWording(({ wrote }) => wrote);
/** `… NAME wrote:`, also with the date in brackets behind the verb, as Hungarian puts it. */
const ENDS_WITH_VERB = new RegExp(
  `(?:^|[\\s*>,)\\]])${WROTE}(?:\\s*\\([^()]{0,80}\\))?\\s*[:：]?\\s*[-*_]*$`,
  'iu',
);
/** `Am … schrieb Marta:`: German, Dutch, Nordic and Portuguese programs put the name behind the verb. */
const VERB_BEFORE_NAME = new RegExp(`(?:^|[\\s,])${WROTE}\\s.{1,200}[:：]\\s*$`, 'iu');
const CJK_VERB = /(?:写道|寫道|のメッセージ|さんは書きました|작성)\s*[:：]?\s*$/u;
/** Lotus Notes: `Marta Lindqvist---12.03.2026 10:14:14---`. */
const LOTUS = /-{2,3}\s?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s\d{1,2}:\d{2}[^-]{0,12}-{2,3}/u;

const ADDRESS = /@|<[^<>]{3,}>/;
const TIME = /\d{1,2}[:.h]\d{2}(?!\d)/;
const NUMERIC_DATE = /\b\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\b|\d+\s*(?:年|월|日)/u;
const YEAR = /\b(?:19|20)\d\d\b/;
const STARTS_LIKE_ONE = new RegExp(
  `^[\\s*_>"(-]{0,8}(?:${anyWording(({ on }) => on)}(?![\\p{L}\\p{N}])|\\d)`,
  'iu',
);
const ENDS_WITH_COLON = /[:：]\s*[-*_]*$/;

/** How sure a line is that a quote follows: `loose` counts only right above quoted lines. */
export type Attribution = 'sure' | 'loose' | null;

export function attributionOf(text: string): Attribution {
  const line = text.slice(0, MAX_ATTRIBUTION_CHARS + 1).trim();
  if (line === '' || line.length > MAX_ATTRIBUTION_CHARS) return null;
  const hasAddress = ADDRESS.test(line);
  const isDated = NUMERIC_DATE.test(line) || TIME.test(line);
  const hasColon = ENDS_WITH_COLON.test(line);
  if (!hasColon && !hasAddress && !isDated && !YEAR.test(line)) return null;
  if (LOTUS.test(line)) return 'sure';
  const hasVerb = ENDS_WITH_VERB.test(line) || VERB_BEFORE_NAME.test(line) || CJK_VERB.test(line);
  if (hasVerb && (hasAddress || isDated || YEAR.test(line)) && STARTS_LIKE_ONE.test(line)) {
    return 'sure';
  }
  // `In 2019 Ada wrote:` is prose; with an address or a time of day it is a mail program's.
  if (hasVerb && hasColon && (hasAddress || isDated)) return 'sure';
  if (hasVerb && hasColon) return 'loose';
  return hasAddress && hasColon ? 'loose' : null;
}

/** Whether a line looks like the first of an attribution that is broken over several. */
export const startsAttribution = (line: string) =>
  STARTS_LIKE_ONE.test(line.slice(0, 60)) && /\d/.test(line) && !/^\s*\d{1,3}[.)]\s\D/.test(line);
