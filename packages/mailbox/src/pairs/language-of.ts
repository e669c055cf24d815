import { eld } from 'eld/extrasmall';

/** A shorter text may be any language: `ok, super!` */
const MIN_CHARS = 20;
/** More text makes no answer surer. */
const MAX_CHARS = 2_000;

/** The language a text is written in (ISO 639-1), or null where it cannot be told. */
export function languageOf(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length < MIN_CHARS) return null;
  const found = eld.detect(trimmed.slice(0, MAX_CHARS));
  return found.language !== '' && found.isReliable() ? found.language : null;
}
