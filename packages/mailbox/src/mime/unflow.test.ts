import { expect, it } from 'vitest';
import { unflow } from './unflow';

it('joins what was broken, at each quote depth by itself, and takes the marks of joined lines away', () => {
  const flowed = [
    'Dear Tom, this line ',
    'goes on here.',
    '',
    '> a quoted line ',
    '> goes on ',
    '>> not into a deeper one',
    ' >From here it is text',
    '-- ',
    'Marta',
  ].join('\r\n');
  expect(unflow(flowed, false).split('\n')).toEqual([
    'Dear Tom, this line goes on here.',
    '',
    '> a quoted line goes on ',
    '>> not into a deeper one',
    '>From here it is text',
    '-- ',
    'Marta',
  ]);
});

it('takes the space at the break away where the sender says so', () => {
  expect(unflow('長い \n文', true)).toBe('長い文');
});
