/** What must not stand in a log, by its form: tokens, grants and secrets of ours, whatever was sent as a bearer, addresses. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(fta|eat)_[A-Za-z0-9_-]+/g, '$1_…'],
  [/\bwhsec_[A-Za-z0-9+/=]+/g, 'whsec_…'],
  // Job grants: when they expire, and their signature.
  [/\b[0-9a-z]{6,11}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g, '….…'],
  [/\b(Bearer|Basic) +[^\s"',\\]+/gi, '$1 …'],
  [/:\/\/[^\s/@"'\\]+@/g, '://…@'],
  [/[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g, '…@…'],
];

/** A text without the tokens, passwords in addresses and mail addresses that somebody's error message quotes. */
export function redact(text: string): string {
  return SECRETS.reduce((at, [pattern, instead]) => at.replace(pattern, instead), text);
}
