import { SeenTexts } from './near-duplicates';

/** A pattern that is filled in again and again, `Thanks. Patch applied.`, counts so often. */
const MAX_OF_A_TEMPLATE = 3;

/** Counts replies that are one pattern with other names and numbers in it. */
export class SeenTemplates {
  private readonly seen = new SeenTexts();

  /** What is left of a reply without the names of those it addresses and without its numbers. */
  private static patternOf(text: string, names: readonly string[]): string {
    const named = new Set(names.flatMap((name) => name.toLowerCase().match(/\p{L}{2,}/gu) ?? []));
    return text
      .toLowerCase()
      .replace(/[\p{L}\p{M}]+/gu, (word) => (named.has(word) ? '' : word))
      .replace(/\d+/g, '0');
  }

  /** Whether `text` follows a pattern that has been used up; else it is counted. */
  isUsedUp(text: string, names: readonly string[]): boolean {
    const pattern = SeenTemplates.patternOf(text, names);
    if (this.seen.count(pattern) >= MAX_OF_A_TEMPLATE) return true;
    this.seen.add(pattern);
    return false;
  }
}
