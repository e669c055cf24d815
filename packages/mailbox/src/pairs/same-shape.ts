import { createHmac } from 'node:crypto';

const VOWELS = 'aeiou';
const CONSONANTS = 'bdfghklmnprstvw';
const DIGITS = '0123456789';

/** An endless row of numbers below 256, the same for the same key and subject on every machine. */
function* bytesOf(key: string, subject: string): Generator<number> {
  for (let block = 0; ; block += 1) {
    yield* createHmac('sha256', key).update(`${block} ${subject}`).digest();
  }
}

/**
 * Other letters and digits in the same places: vowels for vowels, digits for digits, capitals where there
 * were capitals, everything else as it is. `subject` decides which, so that two spellings of one thing may
 * become two spellings of one other thing.
 */
export function sameShape(
  text: string,
  { key, subject = text }: { key: string; subject?: string },
): string {
  for (let attempt = 0; ; attempt += 1) {
    const bytes = bytesOf(key, attempt === 0 ? subject : `${attempt} ${subject}`);
    const pick = (from: string) => from[(bytes.next().value ?? 0) % from.length] ?? '';
    const shaped = text.replace(/[\p{L}\p{N}]/gu, (char) => {
      if (/\p{N}/u.test(char)) return pick(DIGITS);
      const letter = pick(/[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûü]/i.test(char) ? VOWELS : CONSONANTS);
      return char === char.toLowerCase() ? letter : letter.toUpperCase();
    });
    if (shaped !== text || !/[\p{L}\p{N}]/u.test(text)) return shaped;
  }
}
