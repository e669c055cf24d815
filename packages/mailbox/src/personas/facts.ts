import { PROPER_WORDS } from './names';
import type { Slots } from './phrases';
import type { Random } from './random';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const ADJECTIVES = 'new second big small'.split(' ');
const PLACES = [
  'room {n}',
  'the {word} Room',
  'Café {word}',
  'the {word} Hall',
  '{n} {word} Street',
  'the {word} Hotel',
  '{word} Park',
  'the {word} Library',
  '{word} Station',
];
const PARTS = [
  'page {n}',
  'section {n}',
  'the ending',
  'the title',
  'the summary',
  'the first half',
  'the second half',
  'the opening',
  'the last page',
  'the table on page {n}',
];

/** What a topic lends to the facts of one mail. */
export interface FactSource {
  /** Singular nouns. */
  things: readonly string[];
  /** What may be asked to be done with the thing: transitive verbs. */
  deeds: readonly string[];
}

function clockTime(random: Random): string {
  const hour = random.between(8, 19);
  const minute = random.pick(['00', '00', '15', '30', '30', '45']);
  if (random.chance(0.5)) return `${hour}:${minute}`;
  const twelve = hour > 12 ? hour - 12 : hour;
  return `${minute === '00' ? twelve : `${twelve}:${minute}`} ${hour < 12 ? 'am' : 'pm'}`;
}

function money(random: Random): string {
  const sum = random.pick([5, 10, 20, 50]) * random.between(3, 90);
  return `${random.pick(['$', '€', '£'])}${sum.toLocaleString('en-US')}`;
}

function thing(random: Random, things: readonly string[]): string {
  const noun = random.pick(things);
  const kind = random.next();
  if (kind < 0.15) return `the ${noun}`;
  const word = kind < 0.4 ? random.pick(ADJECTIVES) : random.pick(PROPER_WORDS);
  return `the ${word} ${noun}`;
}

/** The slots of one mail and its answer. `day2` is a day the incoming mail does not name. */
export function drawFacts(random: Random, source: FactSource, people: readonly string[]): Slots {
  const fill = (pattern: string) =>
    pattern
      .replace('{n}', String(random.between(2, 38)))
      .replace('{word}', random.pick(PROPER_WORDS));
  const day = random.pick(random.chance(0.3) ? DAYS : DAYS.slice(0, 5));
  return {
    thing: thing(random, source.things),
    day,
    day2: random.pick(DAYS.slice(0, 5).filter((other) => other !== day)),
    time: clockTime(random),
    amount: money(random),
    place: fill(random.pick(PLACES)),
    part: fill(random.pick(PARTS)),
    person: random.pick(people),
    do: random.pick(source.deeds),
    n: String(random.between(2, 9)),
  };
}
