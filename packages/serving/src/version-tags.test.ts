import { expect, it } from 'vitest';
import { plainNameOf, versionsToDrop } from './version-tags';

const held = ['a:v1', 'a:v2', 'a:v3', 'a:v10', 'a:latest', 'b:v1', 'a', 'ab:v1'];

it.each([
  ['a:v10', ['a:v2', 'a:v1']],
  ['a:v3', ['a:v1']],
  ['a:v2', []],
  ['b:v1', []],
  ['a', []],
])('with %s in service, %j may go', (published, dropped) => {
  expect(versionsToDrop(held, published)).toEqual(dropped);
});

it('knows the plain name', () => {
  expect(['a:v3', 'a:latest', 'a'].map(plainNameOf)).toEqual(['a', 'a:latest', 'a']);
});
