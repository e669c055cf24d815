import { describe, expect, it } from 'vitest';
import { fillSlots, type Phrase, parsePhrase, slotsIn, wordPhrase } from './phrases';
import { seededRandom } from './random';
import { VOICES } from './voices/voices';
import { TOPICS } from './write-incoming';

const KNOWN_SLOTS = new Set([
  'thing',
  'day',
  'day2',
  'time',
  'amount',
  'place',
  'part',
  'person',
  'do',
  'n',
]);
const allSlots = (phrase: Phrase): string[] =>
  phrase.flatMap((node) =>
    typeof node === 'string' ? slotsIn(node) : node.choices.flatMap(allSlots),
  );

describe('phrases', () => {
  it('chooses among alternatives and fills slots', () => {
    const random = seededRandom('any');
    const phrase = parsePhrase('[see you|meet] on {day}[, maybe|]');
    const said = new Set(
      Array.from({ length: 60 }, () => fillSlots(wordPhrase(phrase, random), { day: 'Monday' })),
    );
    expect([...said].sort()).toEqual([
      'meet on Monday',
      'meet on Monday, maybe',
      'see you on Monday',
      'see you on Monday, maybe',
    ]);
  });

  it('refuses brackets that do not match, and unknown slots', () => {
    expect(() => parsePhrase('[one|two')).toThrow(SyntaxError);
    expect(() => parsePhrase('one]')).toThrow(SyntaxError);
    expect(() => fillSlots('{never}', {})).toThrow(RangeError);
  });

  it('names only slots that every mail has, in every bank', () => {
    const banks = [...Object.values(VOICES), ...TOPICS].map(({ bank }) => bank);
    const slots = banks.flatMap((bank) => [...bank.values()].flat().flatMap(allSlots));
    expect(slots.filter((slot) => !KNOWN_SLOTS.has(slot))).toEqual([]);
    expect(TOPICS.length).toBeGreaterThanOrEqual(25);
  });
});
