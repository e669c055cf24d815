import type { OwnWords } from '../quotes/own-words';

/** A run of so many words that stands on a quoted line is a quote that lost its mark. */
const RUN_WORDS = 8;
/** Above the quote nothing loses its mark: a question may come back in its own words, within reason. */
const ECHO_WORDS = 12;

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function* runsOf(words: readonly string[], size: number): Generator<string> {
  for (let at = 0; at + size <= words.length; at += 1) yield words.slice(at, at + size).join(' ');
}

/** Links and paths of a text that are a run by themselves: whoever copies one has written nothing. */
const longLinks = (text: string) =>
  text.split(/\s+/).filter((token) => token.length < 2_000 && wordsOf(token).length >= RUN_WORDS);

/** Whether what counts as the writer's own words repeats a line that they quote. */
export function repeatsQuote({ text, quoted, isBelowQuote }: OwnWords): boolean {
  const size = isBelowQuote ? RUN_WORDS : ECHO_WORDS;
  const lines = quoted.split('\n').map(wordsOf);
  const quotedRuns = (length: number) =>
    new Set(lines.flatMap((line) => [...runsOf(line, length)]));
  const long = quotedRuns(size);
  for (const run of runsOf(wordsOf(text), size)) if (long.has(run)) return true;
  const links = longLinks(text);
  if (links.length === 0) return false;
  const short = quotedRuns(RUN_WORDS);
  return links.some((link) => [...runsOf(wordsOf(link), RUN_WORDS)].some((run) => short.has(run)));
}
