/** Every run of `size` words of a text, lower case; a shorter text is one shingle, an empty one none. */
export function shinglesOf(
  text: string,
  size: number,
  maxWords = Number.POSITIVE_INFINITY,
): Set<string> {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, maxWords);
  const shingles = new Set<string>();
  for (let at = 0; at + size <= words.length; at += 1) {
    shingles.add(words.slice(at, at + size).join(' '));
  }
  if (shingles.size === 0 && words.length > 0) shingles.add(words.join(' '));
  return shingles;
}
