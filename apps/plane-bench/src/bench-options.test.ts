import { expect, it } from 'vitest';
import { readBenchOptions } from './bench-options';
import { SECTION_NAMES } from './sections';

const environment = { NODE_ENV: 'test' as const, EMAILAI_CACHE: '/cache' };
const read = (...args: string[]) => readBenchOptions(args, environment);

it('measures everything unless told what', () => {
  expect(read()).toEqual({ json: false, only: SECTION_NAMES, cacheDir: '/cache' });
  expect(read('--json', '--only', 'claims,resume').only).toEqual(['claims', 'resume']);
  expect(read('--only', 'claims', '--only', 'halfOpen').only).toEqual(['claims', 'halfOpen']);
});

it('names what it knows to whoever asks for something else', () => {
  expect(() => read('--only', 'speed')).toThrow('There is no section "speed". Known: claims,');
  expect(() => readBenchOptions([], { NODE_ENV: 'test' })).toThrow('npm run bench:plane');
});
