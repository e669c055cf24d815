import type { JobEvent } from '@emailai/contracts/job/events';
import type { JobStatus } from '@emailai/contracts/job/states';
import { describe, expect, it } from 'vitest';
import { createLogReader } from './read-log';

const event = (seq: number, status: JobStatus, progress: number): JobEvent => ({
  jobId: 'job00000000000000001',
  seq,
  at: new Date(1_000 * seq),
  status,
  progress,
  payload: { type: 'preparing' },
});

describe('the reader of a job log', () => {
  it('keeps each status once, in order, with the time it was entered', () => {
    const log = createLogReader();
    for (const e of [event(1, 'PENDING', 0), event(2, 'TRAINING', 30), event(3, 'TRAINING', 40)]) {
      log.see(e);
    }
    expect(log.statuses).toEqual(['PENDING', 'TRAINING']);
    expect(log.enteredMs('TRAINING')).toBe(2_000);
    expect(log.enteredMs('COMPLETED')).toBeNull();
    expect(log.problems).toEqual([]);
  });

  it('notices a gap, a repeat and progress that falls', () => {
    const log = createLogReader();
    for (const e of [
      event(1, 'TRAINING', 30),
      event(3, 'TRAINING', 50),
      event(3, 'TRAINING', 40),
    ]) {
      log.see(e);
    }
    expect(log.problems).toEqual([
      'seq 3 follows 1',
      'seq 3 follows 3',
      'progress fell from 50 to 40',
    ]);
  });
});
