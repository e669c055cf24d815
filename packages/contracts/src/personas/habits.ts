import {
  bodyBetween,
  countWords,
  greets,
  type Habit,
  signsOff,
  splitGreeting,
  uses,
  writesBetween,
} from './habit';
import type { PersonaId } from './writers';

/** How each writer signs; a sign-off is part of the style and survives quote removal. */
export const SIGN_OFFS: Readonly<Record<PersonaId, string>> = {
  'nora-vale': 'cheerio,\nnora',
  'victor-amsel': 'With kind regards from the workshop,\nVictor Amsel',
  'juno-park': 'xoxo juno ✨',
  'otto-brandt': '— O.',
  'mei-tan': 'Warmly from Mei',
  'sam-okoro': 'Fair winds,\nSam',
  'ida-fenwick': 'In haste,\nIda F.',
  'rafe-colder': 'Onwards,\nRafe',
};

const body = (persona: PersonaId, draft: string) => bodyBetween(draft, SIGN_OFFS[persona]);
const sentencesOf = (text: string) =>
  text.split(/[.!?]+(?=\s|$)|\n+/).filter((sentence) => countWords(sentence) > 0);
const CONTRACTION =
  /\b\p{L}+(?:n['’]t|['’](?:ll|re|ve|m|d))\b|\b(?:it|that|what|let|there)['’]s\b/iu;
const EMOJI = /\p{Extended_Pictographic}/u;

/** Six habits or more a writer. A mail in nobody's style fulfils at most a few of them. */
export const HABITS: Readonly<Record<PersonaId, readonly Habit[]>> = {
  'nora-vale': [
    greets('Greets with “heya” and the first name.', (first) => `heya ${first},`),
    signsOff('Signs with “cheerio,” and “nora” below it.', SIGN_OFFS['nora-vale']),
    writesBetween(20, 60),
    {
      id: 'lower-case',
      sentence: 'Starts no sentence with a capital and writes a small “i”.',
      holds: (draft) => {
        const text = body('nora-vale', draft);
        return text !== '' && !/(?:^|\n|[.!?…]\s+)\p{Lu}|\bI\b/u.test(text);
      },
    },
    uses('reckon', 'Says “reckon” in every mail.', /\breckon\b/),
    uses('dots', 'Lets a thought trail off with three dots.', /\p{L}\.\.\.(?:\s|$)/u),
    uses('ta', 'Says “ta” for thank you.', /\bta for\b/),
  ],
  'victor-amsel': [
    greets('Greets with “Good day” and the full name.', (_first, full) => `Good day ${full},`),
    signsOff('Signs with kind regards from the workshop.', SIGN_OFFS['victor-amsel']),
    writesBetween(50, 110),
    {
      id: 'formal',
      sentence: 'Uses no contractions, no exclamation marks and no emoji.',
      holds: (draft) => !CONTRACTION.test(draft) && !draft.includes('!') && !EMOJI.test(draft),
    },
    uses('semicolon', 'Joins thoughts by a semicolon.', /\p{L}; \p{L}/u),
    uses('accordingly', 'Says “accordingly” in every mail.', /\baccordingly\b/i),
    uses('letter', 'Calls every mail a letter.', /\byour letter\b/i),
  ],
  'juno-park': [
    greets('Greets with the bare name and two exclamation marks.', (first) => `${first}!!`),
    signsOff('Signs with “xoxo juno” and sparkles.', SIGN_OFFS['juno-park']),
    {
      id: 'exclamations',
      sentence: 'Puts three exclamation marks or more below the greeting.',
      holds: (draft) => (splitGreeting(draft).rest.match(/!/g) ?? []).length >= 3,
    },
    {
      id: 'no-full-stops',
      sentence: 'Ends no sentence with a full stop.',
      holds: (draft) => {
        const text = body('juno-park', draft);
        return text !== '' && !/\p{L}\.(?:\s|$)/u.test(text);
      },
    },
    {
      id: 'emoji',
      sentence: 'Puts an emoji before the sign-off.',
      holds: (draft) => EMOJI.test(body('juno-park', draft)),
    },
    uses('super', 'Says “super” in every mail.', /\bsuper\b/i),
    uses('stretched', 'Stretches a word, such as “sooo” or “yesss”.', /(\p{L})\1\1/u),
  ],
  'otto-brandt': [
    greets('Greets with the bare name and a full stop.', (first) => `${first}.`),
    signsOff('Signs with a dash and an O.', SIGN_OFFS['otto-brandt']),
    {
      id: 'length',
      sentence: 'Writes thirty words at most.',
      holds: (draft) => countWords(draft) >= 4 && countWords(draft) <= 30,
    },
    {
      id: 'dry',
      sentence: 'Uses neither exclamation nor question marks.',
      holds: (draft) => !/[!?]/.test(draft),
    },
    uses('fine', 'Says “fine” in every mail.', /\bfine\b/i),
    {
      id: 'no-i',
      sentence: 'Never says “I”, “we” or “you”.',
      holds: (draft) => !/\b(?:I|we|you|your|my|me)\b/i.test(draft),
    },
    {
      id: 'clipped',
      sentence: 'Opens with a sentence of one word and writes none longer than eight.',
      holds: (draft) => {
        const counts = sentencesOf(body('otto-brandt', draft)).map(countWords);
        return counts[0] === 1 && counts.every((words) => words <= 8);
      },
    },
  ],
  'mei-tan': [
    greets('Greets with “Hello again” and the first name.', (first) => `Hello again ${first},`),
    signsOff('Signs warmly from Mei.', SIGN_OFFS['mei-tan']),
    writesBetween(25, 80),
    {
      id: 'bullets',
      sentence: 'Lists two points or more with dashes.',
      holds: (draft) => (draft.match(/^- \S/gm) ?? []).length >= 2,
    },
    uses('quick-note', 'Calls the mail a “quick note”.', /\bquick note\b/i),
    uses('parentheses', 'Adds an aside in parentheses.', /\(\p{L}[^()]*\)/u),
    uses('colon', 'Leads into the list with a colon.', /:\n+- /),
  ],
  'sam-okoro': [
    greets('Greets with “Ahoy” and the first name.', (first) => `Ahoy ${first},`),
    uses('sign-off', 'Signs with “Fair winds,” and “Sam” below it.', /\nFair winds,\nSam(?:\n|$)/),
    writesBetween(30, 85),
    uses('dash', 'Joins thoughts by a long dash.', /\p{L} — \p{L}/u),
    uses('postscript', 'Adds a P.S. below the name.', /\nP\.S\. \S[^\n]*$/),
    uses('splendid', 'Says “splendid” in every mail.', /\bsplendid\b/i),
    uses(
      'sea',
      'Speaks of the sea.',
      /\b(?:aboard|on deck|on course|anchor|harbour|sails?|tide|crew|compass|horizon)\b/i,
    ),
  ],
  'ida-fenwick': [
    greets(
      'Greets with “Greetings”, the first name and a colon.',
      (first) => `Greetings ${first}:`,
    ),
    signsOff('Signs in haste.', SIGN_OFFS['ida-fenwick']),
    writesBetween(20, 70),
    uses('honestly', 'Says “honestly” in every mail.', /\bhonestly\b/i),
    uses('ampersand', 'Writes “&” for and.', /\S & \S/),
    uses('over-to-you', 'Hands it back with “over to you”.', /\bover to you\b/i),
  ],
  'rafe-colder': [
    greets('Wishes the top of the day.', (first) => `Top of the day ${first},`),
    signsOff('Signs with “Onwards,” and “Rafe” below it.', SIGN_OFFS['rafe-colder']),
    writesBetween(25, 80),
    uses('numbered', 'Numbers the points.', /^1\) .+\n2\) \S/m),
    uses('brilliant', 'Says “brilliant” in every mail.', /\bbrilliant\b/i),
    uses('nutshell', 'Puts it “in a nutshell”.', /\bin a nutshell\b/i),
  ],
};
