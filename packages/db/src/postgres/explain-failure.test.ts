import { describe, expect, it } from 'vitest';
import { explainFailure } from './explain-failure';

describe('explainFailure', () => {
  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'is full'],
    ["Error: ENOSPC: no space left on device, mkdir '/h/data'", 'is full'],
    ['FATAL:  lock file "postmaster.pid" already exists', 'Another emailai is using'],
    [
      'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 17',
      'another version of PostgreSQL',
    ],
    ["Error: EACCES: permission denied, mkdir '/h'", 'may not write'],
    [
      'FATAL:  could not map anonymous shared memory: Cannot allocate memory',
      'not enough free memory',
    ],
  ])('turns %j into a sentence with a next step', (output, sentence) => {
    const error = explainFailure('/h', output);
    expect(error.message).toContain(sentence);
    expect(error.nextStep).toMatch(/\.$/);
    expect(error.code).toBe('unavailable');
  });

  it('repeats the last words of what it does not know, and says where the log is', () => {
    const error = explainFailure('/h', 'LOG: one\nFATAL: something new');
    expect(error.message).toBe(
      'The embedded database did not start: LOG: one FATAL: something new',
    );
    expect(error.nextStep).toContain('/h/postgres.log');
  });
});
