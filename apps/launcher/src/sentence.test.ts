import { ServiceError } from '@emailai/contracts/errors';
import { describe, expect, it } from 'vitest';
import { Sentence, sentenceOf } from './sentence';

const coded = (code: string) => Object.assign(new Error('raw words'), { code });

describe('what is printed for an error', () => {
  it('is the sentence and its next step, where there is one', () => {
    expect(sentenceOf(new Sentence('No.'))).toBe('No.');
    const refusal = new ServiceError('not_eligible', '94 of 100.', { nextStep: 'Send 6 more.' });
    expect(sentenceOf(refusal)).toBe('94 of 100. Send 6 more.');
  });

  it('knows a full disk and an unreachable database, however deep they lie', () => {
    expect(sentenceOf(coded('ENOSPC'))).toContain('disk is full');
    expect(sentenceOf(new Error('outer', { cause: coded('ENOSPC') }))).toContain('disk is full');
    const both = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]);
    expect(sentenceOf(both)).toContain('DATABASE_URL');
  });

  it('is nothing for what nobody has put into words', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).toBeNull();
    expect(sentenceOf('thrown text')).toBeNull();
  });
});
