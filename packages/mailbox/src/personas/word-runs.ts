/** Words of a text, lower case, without punctuation. */
export function plainWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];
}

/** Every run of `length` words of a text, as one string each. */
export function wordRuns(words: readonly string[], length: number): string[] {
  const runs: string[] = [];
  for (let at = 0; at + length <= words.length; at += 1) {
    runs.push(words.slice(at, at + length).join(' '));
  }
  return runs;
}

/** For each of `texts`, the words of the longest run that it shares with any of `others`. */
export function longestSharedRuns(texts: readonly string[], others: readonly string[]): number[] {
  const otherWords = others.map(plainWords);
  const open = texts.map((text, at) => ({ at, words: plainWords(text) }));
  const longest = texts.map(() => 0);
  for (let length = 1, left = open; left.length > 0; length += 1) {
    const seen = new Set(otherWords.flatMap((words) => wordRuns(words, length)));
    left = left.filter(({ words }) => wordRuns(words, length).some((run) => seen.has(run)));
    for (const { at } of left) longest[at] = length;
  }
  return longest;
}
