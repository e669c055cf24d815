import { describe, expect, it } from 'vitest';
import {
  ACTIVE_STATUSES,
  isTerminal,
  JOB_STATUSES,
  JOB_TRIGGERS,
  type JobStatus,
  nextStatus,
  OPEN_STATUSES,
  STATUS_PROGRESS,
  statusesAfter,
  statusesAllowing,
  TERMINAL_STATUSES,
  trainingProgress,
} from './states';

describe('the job state table', () => {
  it('leads a good job through every stage in order', () => {
    const triggers = ['claim', 'prepare', 'train', 'beginDeploy', 'complete'] as const;
    let status: JobStatus = 'PENDING';
    const seen: JobStatus[] = [status];
    for (const trigger of triggers) {
      const next = nextStatus(status, trigger);
      if (next === null) throw new Error(`${status} refuses ${trigger}`);
      status = next;
      seen.push(status);
    }
    expect(seen).toEqual([
      'PENDING',
      'EXTRACTING_DATA',
      'PREPARING_DATA',
      'TRAINING',
      'DEPLOYING',
      'COMPLETED',
    ]);
  });

  it('has no exit from an end state', () => {
    expect(TERMINAL_STATUSES).toEqual(['COMPLETED', 'FAILED', 'CANCELLED']);
    for (const status of TERMINAL_STATUSES) {
      for (const trigger of JOB_TRIGGERS) expect(nextStatus(status, trigger)).toBeNull();
    }
  });

  it('lets a writer cancel every job that has not ended, and an agent fail only one it holds', () => {
    expect(OPEN_STATUSES).toEqual(JOB_STATUSES.filter((status) => !isTerminal(status)));
    expect(ACTIVE_STATUSES).toEqual(OPEN_STATUSES.filter((status) => status !== 'PENDING'));
    expect(statusesAllowing('claim')).toEqual(['PENDING']);
  });

  it('lets one write pass what a batch of reports may hold, and nothing else', () => {
    for (const from of JOB_STATUSES) {
      const edges = JOB_TRIGGERS.flatMap((trigger) => nextStatus(from, trigger) ?? []);
      const further = statusesAfter(from).filter((status) => !edges.includes(status));
      expect(statusesAfter(from)).toEqual(expect.arrayContaining(edges));
      expect(further).toEqual(from === 'EXTRACTING_DATA' ? ['TRAINING'] : []);
    }
  });

  it('never moves the bar back on the way forward', () => {
    const forward = JOB_STATUSES.slice(0, 6).map((status) => STATUS_PROGRESS[status] ?? -1);
    expect(forward).toEqual([...forward].sort((a, b) => a - b));
    expect(trainingProgress(0, 10)).toBe(30);
    expect(trainingProgress(10, 10)).toBe(80);
    expect(trainingProgress(12, 10)).toBe(80);
    expect(trainingProgress(1, 0)).toBe(30);
  });
});
