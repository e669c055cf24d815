import { FIRST_NAMES, LAST_NAMES } from './names';
import type { Random } from './random';

/** Somebody who writes to a writer, with habits of opening and closing. */
export interface Correspondent {
  first: string;
  name: string;
  address: string;
  greeting: string;
  closing: string;
}

const GREETINGS = [
  'Hi {to},',
  'Hi {to},',
  'Hello {to},',
  'Dear {to},',
  'Hey {to},',
  '{to},',
  'Good morning {to},',
  'Hi {to} -',
];
const CLOSINGS = [
  'Best,\n{first}',
  'Thanks,\n{first}',
  'Kind regards,\n{name}',
  'Best regards,\n{name}',
  'Cheers,\n{first}',
  'Many thanks,\n{first}',
  '{first}',
  'See you,\n{first}',
  'All the best,\n{name}',
];
const DOMAINS = ['example.com', 'example.net', 'mail.example.net', 'post.example.com'];

/** Latin letters only: `zoe.o-brien` for `Zoë O'Brien`. */
const addressPart = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ø/g, 'o')
    .toLowerCase()
    .replace(/[^a-z-]/g, '');

/** `count` people, no two with the same first name, none named like the writer. */
export function drawCorrespondents(
  random: Random,
  count: number,
  writerFirst: string,
): Correspondent[] {
  const firsts = FIRST_NAMES.filter((name) => name !== writerFirst);
  const people: Correspondent[] = [];
  while (people.length < count) {
    const first = random.pick(firsts.filter((name) => people.every((one) => one.first !== name)));
    const last = random.pick(LAST_NAMES);
    const name = `${first} ${last}`;
    people.push({
      first,
      name,
      address: `${addressPart(first)}.${addressPart(last)}@${random.pick(DOMAINS)}`,
      greeting: random.pick(GREETINGS).replace('{to}', writerFirst),
      closing: random.pick(CLOSINGS).replace('{first}', first).replace('{name}', name),
    });
  }
  return people;
}
