import type { Random } from './random';

/** `[can|could] you come on {day}` parsed: texts, and choices between parsed texts. */
type Node = string | { choices: Phrase[] };
export type Phrase = Node[];
export type Slots = Readonly<Record<string, string>>;

/** Phrases by part, such as `meet.yes`. */
export type PhraseBank = ReadonlyMap<string, readonly Phrase[]>;

/** Throws SyntaxError where brackets do not match. */
export function parsePhrase(source: string): Phrase {
  const open: Phrase[][] = [[[]]];
  for (const token of source.match(/[[\]|]|[^[\]|]+/g) ?? []) {
    const choices = open[open.length - 1] ?? [];
    if (token === '[') open.push([[]]);
    else if (token === '|' && open.length > 1) choices.push([]);
    else if (token === ']') {
      open.pop();
      const outer = open[open.length - 1];
      if (outer === undefined) throw new SyntaxError(`Unmatched ] in "${source}".`);
      outer[outer.length - 1]?.push({ choices });
    } else choices[choices.length - 1]?.push(token);
  }
  if (open.length !== 1) throw new SyntaxError(`Unmatched [ in "${source}".`);
  return open[0]?.[0] ?? [];
}

/** One phrase a line, `part: text`; empty lines do not count. */
export function parseBank(source: string): PhraseBank {
  const bank = new Map<string, Phrase[]>();
  for (const line of source.split('\n')) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(': ');
    if (colon === -1) throw new SyntaxError(`No part before "${line}".`);
    const part = line.slice(0, colon).trim();
    bank.set(part, [...(bank.get(part) ?? []), parsePhrase(line.slice(colon + 2).trim())]);
  }
  return bank;
}

function choose(phrase: Phrase, random: Random): string {
  return phrase
    .map((node) => (typeof node === 'string' ? node : choose(random.pick(node.choices), random)))
    .join('');
}

/** One wording of `phrase`, its slots still open. */
export function wordPhrase(phrase: Phrase, random: Random): string {
  return choose(phrase, random);
}

export function slotsIn(wording: string): string[] {
  return [...wording.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

/** Puts facts into a wording. Throws RangeError on a slot that is not there. */
export function fillSlots(wording: string, slots: Slots): string {
  return wording
    .replace(/\{(\w+)\}/g, (_, slot: string) => {
      const value = slots[slot];
      if (value === undefined) throw new RangeError(`No slot {${slot}}.`);
      return value;
    })
    .replace(/ {2,}/g, ' ')
    .replace(/ +([,.;!?])/g, '$1')
    .trim();
}

export function phrasesOf(bank: PhraseBank, part: string): readonly Phrase[] {
  const phrases = bank.get(part);
  if (phrases === undefined) throw new RangeError(`No phrases for "${part}".`);
  return phrases;
}
