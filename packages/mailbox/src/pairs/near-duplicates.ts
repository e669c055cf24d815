const SHINGLE_WORDS = 3;
/** Jaccard similarity from which two texts are the same text. */
export const NEAR_DUPLICATE = 0.8;

/** Every run of three words of a text, lower case; a shorter text is one shingle. */
function shinglesOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const shingles = new Set<string>();
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at += 1) {
    shingles.add(words.slice(at, at + SHINGLE_WORDS).join(' '));
  }
  if (shingles.size === 0) shingles.add(words.join(' '));
  return shingles;
}

/** Finds texts that nearly equal one seen before, by an index of shingles: no text is compared with all. */
export class SeenTexts {
  private readonly sizes: number[] = [];
  private readonly byShingle = new Map<string, number[]>();

  /** Whether a text that was added before is a near duplicate of `text`. */
  has(text: string): boolean {
    const shingles = shinglesOf(text);
    const shared = new Map<number, number>();
    for (const shingle of shingles) {
      for (const at of this.byShingle.get(shingle) ?? []) {
        shared.set(at, (shared.get(at) ?? 0) + 1);
      }
    }
    for (const [at, count] of shared) {
      if (count / (shingles.size + (this.sizes[at] ?? 0) - count) >= NEAR_DUPLICATE) return true;
    }
    return false;
  }

  add(text: string): void {
    const shingles = shinglesOf(text);
    const at = this.sizes.push(shingles.size) - 1;
    for (const shingle of shingles) {
      const texts = this.byShingle.get(shingle);
      if (texts === undefined) this.byShingle.set(shingle, [at]);
      else texts.push(at);
    }
  }
}
