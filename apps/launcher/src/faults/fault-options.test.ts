import { expect, it } from 'vitest';
import { parseFaultOptions } from './fault-options';

const parse = (...args: string[]) => parseFaultOptions(args, ['disk-full']);

it('runs twenty seeds of everything unless told otherwise', () => {
  const { seeds, only, killAgentTimes } = parse();
  expect(seeds).toHaveLength(20);
  expect([seeds[0], seeds.at(-1), only, killAgentTimes]).toEqual([1, 20, null, null]);
});

it('takes one seed, one fault, or some seeds of it', () => {
  expect(parse('--seed', '7').seeds).toEqual([7]);
  expect(parse('--only', 'disk-full', '--times', '3')).toMatchObject({
    seeds: [1, 2, 3],
    only: 'disk-full',
    killAgentTimes: null,
  });
  expect(parse('--only', 'model', '--seed', '5', '--times', '2').seeds).toEqual([5, 6]);
});

it('kills the agent of a whole training so often where only --times is given', () => {
  expect(parse('--times', '2').killAgentTimes).toBe(2);
});

it('says what it does not understand', () => {
  expect(() => parse('--only', 'flood')).toThrow('There is no fault "flood": disk-full, model.');
  expect(() => parse('--seed', '0')).toThrow('--seed 0 is not a whole number above 0.');
  expect(() => parse('--loud')).toThrow("Unknown option '--loud'");
});
