import { expect, it } from 'vitest';
import { languageOf } from './language-of';

it.each([
  ['en', 'Thanks, that works for me. See you on Thursday.'],
  ['de', 'Danke, das passt mir gut. Bis Donnerstag.'],
  ['fr', 'Merci beaucoup, à demain matin.'],
  ['es', 'Perfecto, nos vemos el jueves.'],
  ['it', 'Va benissimo, ci sentiamo domani.'],
  ['nl', 'Prima, dan zien we elkaar morgen.'],
  ['pl', 'Dziękuję, do zobaczenia jutro.'],
  ['pt', 'Obrigado, até amanhã então.'],
])('tells %s', (language, text) => {
  expect(languageOf(text)).toBe(language);
});

it('does not guess from less than twenty characters', () => {
  expect(languageOf('ok, super!')).toBeNull();
  expect(languageOf('  Danke, bis dann!    ')).toBeNull();
  expect(languageOf('')).toBeNull();
});
