import type { Token } from 'node-llama-cpp';
import { expect, it } from 'vitest';
import { TextAssembler } from './text-assembler';

/** A tokenizer of single bytes. */
const bytes = {
  detokenize: (tokens: readonly Token[]) => Buffer.from(tokens.map(Number)).toString('utf8'),
};
const tokensOf = (text: string) => [...Buffer.from(text)].map((byte) => byte as Token);

it('holds a character back until it is whole', () => {
  const assembler = new TextAssembler(bytes);
  const parts = tokensOf('a😀ü!').map((token) => assembler.add(token));
  expect(parts).toEqual(['a', '', '', '', '😀', '', 'ü', '!']);
  expect(assembler.end()).toBe('');
});

it('gives out what stays broken at the end', () => {
  const assembler = new TextAssembler(bytes);
  const [first] = tokensOf('😀');
  if (first === undefined) throw new Error('an emoji has bytes');
  expect(assembler.add(first)).toBe('');
  expect(assembler.end()).toBe('\uFFFD');
});
