/** Words a greeting may hold besides the name it greets. */
const GREETING_WORDS = new Set(
  (
    'hi hello hey heya hiya ahoy dear good day morning afternoon evening night there again thanks thank you ' +
    'many so sorry yes no ok okay sure and my the top of to mr mrs ms dr greetings well welcome back great'
  ).split(' '),
);
/** A greeting stands within the first words of a mail or there is none. */
const GREETING_WORDS_MAX = 8;

/** `Marta` of `Marta Lindqvist`, `Lindqvist, Marta` or `"Marta" <marta@example.org>`. */
export function firstNameOf(senderName: string): string {
  const plain = senderName
    .normalize('NFC')
    .replace(/<[^>]*>|["()]/g, ' ')
    .trim();
  const [last, first] = plain.split(/,\s*/);
  const given = first === undefined || first === '' ? (last ?? '') : first;
  return given.split(/\s+/)[0] ?? '';
}

const wordsIn = (text: string) => text.match(/[\p{L}\p{M}\p{N}’'-]+/gu) ?? [];

/**
 * Whether the greeting of `draft` names the first name of `senderName` (any casing) and nobody else.
 * Only the first written line counts, and of it only the clause in which the name stands.
 */
export function addressesRightPerson(draft: string, senderName: string): boolean {
  const firstName = firstNameOf(senderName).toLowerCase();
  if (firstName === '') return false;
  const ownParts = new Set(wordsIn(senderName.normalize('NFC').toLowerCase()));
  const line =
    draft
      .normalize('NFC')
      .split('\n')
      .find((candidate) => candidate.trim() !== '') ?? '';
  let wordsBefore = 0;
  for (const clause of line.split(/[,!.:;?–—]|\s-\s/)) {
    const words = wordsIn(clause);
    if (wordsBefore > GREETING_WORDS_MAX) return false;
    if (words.some((word) => word.toLowerCase() === firstName)) {
      const isShort = words.length <= ownParts.size + 3;
      const strangers = words.filter((word, at) => {
        const lower = word.toLowerCase();
        if (ownParts.has(lower) || GREETING_WORDS.has(lower)) return false;
        return isShort || (at > 0 && /^\p{Lu}\p{Ll}/u.test(word));
      });
      return strangers.length === 0;
    }
    // A short clause before the name may only be courtesy: `Thank you, Marta.` but not `Tom, Marta`.
    const greetsOther = words.some(
      (word) => /^\p{Lu}/u.test(word) && !GREETING_WORDS.has(word.toLowerCase()),
    );
    if (greetsOther) return false;
    wordsBefore += words.length;
  }
  return false;
}
