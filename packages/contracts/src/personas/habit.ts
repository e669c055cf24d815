import { firstNameOf } from './right-person';

/** The mail a draft answers, as far as a habit looks at it. */
export interface AnsweredMail {
  fromName: string;
}

/** One planted habit of a writer: true or not of a draft, by its text alone. */
export interface Habit {
  id: string;
  /** One sentence a person can check by eye. */
  sentence: string;
  holds: (draft: string, incoming: AnsweredMail) => boolean;
}

/** Words of a draft: runs of letters, digits and apostrophes. */
export function countWords(draft: string): number {
  return (draft.match(/[\p{L}\p{M}\p{N}’'-]*[\p{L}\p{N}][\p{L}\p{M}\p{N}’'-]*/gu) ?? []).length;
}

/** The first written line, and everything below it. */
export function splitGreeting(draft: string): { greeting: string; rest: string } {
  const trimmed = draft.trimStart();
  const end = trimmed.indexOf('\n');
  if (end === -1) return { greeting: trimmed.trim(), rest: '' };
  return { greeting: trimmed.slice(0, end).trim(), rest: trimmed.slice(end + 1).trim() };
}

/** What stands between the first line and `signOff`; all below the first line where the sign-off is missing. */
export function bodyBetween(draft: string, signOff: string): string {
  const { rest } = splitGreeting(draft);
  const at = rest.lastIndexOf(signOff);
  return (at === -1 ? rest : rest.slice(0, at) + rest.slice(at + signOff.length)).trim();
}

const sameText = (one: string, other: string) =>
  one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();

/** `greetingOf('Marta', 'Marta Lindqvist')` must be the first line. */
export function greets(
  sentence: string,
  greetingOf: (firstName: string, fullName: string) => string,
): Habit {
  return {
    id: 'greeting',
    sentence,
    holds: (draft, { fromName }) =>
      sameText(splitGreeting(draft).greeting, greetingOf(firstNameOf(fromName), fromName.trim())),
  };
}

/** The draft ends with `signOff`, letter by letter. */
export function signsOff(sentence: string, signOff: string): Habit {
  return { id: 'sign-off', sentence, holds: (draft) => draft.trimEnd().endsWith(`\n${signOff}`) };
}

export function writesBetween(fewest: number, most: number): Habit {
  return {
    id: 'length',
    sentence: `Writes ${fewest} to ${most} words, greeting and sign-off included.`,
    holds: (draft) => {
      const words = countWords(draft);
      return words >= fewest && words <= most;
    },
  };
}

export function uses(id: string, sentence: string, pattern: RegExp): Habit {
  return { id, sentence, holds: (draft) => pattern.test(draft) };
}
