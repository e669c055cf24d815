import { shinglesOf } from './shingles';

const SHINGLE_WORDS = 3;
/** Jaccard similarity from which two texts are the same text. */
export const NEAR_DUPLICATE = 0.8;

/** Finds texts that nearly equal one seen before, by an index of shingles: no text is compared with all. */
export class SeenTexts {
  private readonly sizes: number[] = [];
  private readonly byShingle = new Map<string, number[]>();

  /** How many of the texts that were added are near duplicates of `text`. */
  count(text: string): number {
    const shingles = shinglesOf(text, SHINGLE_WORDS);
    // Greetings stand in every text: counting by place is several times as fast as by key.
    const shared = new Uint32Array(this.sizes.length);
    for (const shingle of shingles) {
      for (const at of this.byShingle.get(shingle) ?? []) shared[at] = (shared[at] ?? 0) + 1;
    }
    let found = 0;
    for (const [at, size] of this.sizes.entries()) {
      const count = shared[at] ?? 0;
      if (count / (shingles.size + size - count) >= NEAR_DUPLICATE) found += 1;
    }
    return found;
  }

  /** Whether a text that was added before is a near duplicate of `text`. */
  has(text: string): boolean {
    return this.count(text) > 0;
  }

  add(text: string): void {
    const shingles = shinglesOf(text, SHINGLE_WORDS);
    const at = this.sizes.push(shingles.size) - 1;
    for (const shingle of shingles) {
      const texts = this.byShingle.get(shingle);
      if (texts === undefined) this.byShingle.set(shingle, [at]);
      else texts.push(at);
    }
  }
}
