import { describe, expect, it } from 'vitest';
import { Surrogates } from './surrogates';

const surrogates = new Surrogates(['tom@example.org']);
const hide = (text: string) => surrogates.hiderOf([text])(text);

describe('Surrogates', () => {
  it.each([
    ['+46 8 123 456 78'],
    ['(555) 010-4477'],
    ['0171/2345678'],
    ['06 12 34 56 78'],
    ['+1-202-555-0143'],
    ['0207 946 0018'],
    ['ring 901820'],
    ['order no. 4711-229866'],
    ['Kundennummer: 88231904'],
    ['passport X4R219987'],
    ['SSN 219-09-9999'],
    ['14 Kirkwood Road, Leeds LS2 9JT'],
    ['Lindenstraße 12, 10969 Berlin'],
    ['12 rue des Lilas, 75011 Paris'],
  ])('hides what is in %j and keeps its shape', (text) => {
    const hidden = hide(`Well: ${text}.`);
    const shape = (one: string) =>
      one
        .replace(/\d/g, '0')
        .replace(/\p{Lu}/gu, 'A')
        .replace(/\p{Ll}/gu, 'a');
    expect(hidden).not.toContain(text);
    expect(shape(hidden)).toBe(shape(`Well: ${text}.`));
    expect(hide(`Well: ${text}.`)).toBe(hidden);
  });

  it.each([
    ['on 12.03.2026 at 10:30, or 2026-03-13'],
    ['version 10.0.0.1 of 2024-2025'],
    ['€1,240 for 120 000 pieces, 3.14159265 in all'],
    ['at 7 Kirk Street on Monday'],
    ['see https://example.org/call/0171-2345678?id=4711229866'],
    ['commit 5333d3d12ffc21229ec4203a9ea1c7f68d82e57f'],
    ['write to tom@example.org'],
    ['the case is closed, order restored'],
    ['rates of 200000000 and 100 200 300'],
  ])('leaves %j alone', (text) => {
    expect(hide(text)).toBe(text);
  });

  it('gives an address a domain that nobody owns, and one number one end in every spelling', () => {
    expect(hide('ann.berg@firma.se')).toMatch(/^[a-z]{3}\.[a-z]{4}@[a-z]{5}\.example$/);
    const far = hide('+46 8 123 45 67').replace(/\D/g, '').slice(-7);
    expect(hide('08-123 45 67').replace(/\D/g, '').slice(-7)).toBe(far);
  });

  it('hides in the answer what only the question shows to be an id', () => {
    const question = 'Your order 4711-22 is late.';
    const answer = '4711-22 has come.';
    const both = surrogates.hiderOf([question, answer]);
    const [id] = both(question).match(/\d{4}-\d{2}/) ?? [];
    expect(both(answer)).toBe(`${id} has come.`);
    expect(id).not.toBe('4711-22');
  });

  it('hides differently in another mailbox', () => {
    const other = new Surrogates(['eve@example.org']);
    expect(other.hiderOf(['+46 8 123 456 78'])('+46 8 123 456 78')).not.toBe(
      hide('+46 8 123 456 78'),
    );
  });
});
