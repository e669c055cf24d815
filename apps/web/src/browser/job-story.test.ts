import type { JobEventPayload } from '@emailai/contracts/job/events';
import type { JobStatus } from '@emailai/contracts/job/states';
import { describe, expect, it } from 'vitest';
import type { WireJobEvent } from './job-log';
import { secondsOf, storyOf } from './job-story';

/** Events a second apart, each with the state that holds after it. */
function told(...events: [JobStatus, JobEventPayload][]): WireJobEvent[] {
  return events.map(([status, payload], index) => ({
    jobId: 'job0001',
    seq: index + 1,
    at: new Date(index * 1_000).toISOString(),
    status,
    progress: 0,
    payload,
  }));
}

const step = (number: number): [JobStatus, JobEventPayload] => [
  'TRAINING',
  {
    type: 'step',
    step: number,
    totalSteps: 9,
    epoch: 1,
    loss: 4 - number / 4,
    tokensPerSecond: 1,
    etaSeconds: 1,
    costUsd: number / 100,
  },
];
const used = (status: JobStatus, gpuSeconds: number): [JobStatus, JobEventPayload] => [
  status,
  { type: 'used', gpuSeconds, energyWh: 2, costUsd: gpuSeconds / 100 },
];
const judged = (done: number): [JobStatus, JobEventPayload] => [
  'DEPLOYING',
  { type: 'evaluating', done, total: 3 },
];
const claimed = (agentName: string, epoch: number): [JobStatus, JobEventPayload] => [
  'EXTRACTING_DATA',
  { type: 'claimed', agentId: 'agent01', agentName, epoch },
];

/** Two attempts: the first agent goes away in mid-training, the second one fails at the end. */
const EVENTS = told(
  ['PENDING', { type: 'created', retryOf: null }],
  claimed('tower', 1),
  ['PREPARING_DATA', { type: 'preparing' }],
  ['TRAINING', { type: 'training' }],
  step(1),
  step(2),
  used('TRAINING', 7),
  step(3),
  ['PENDING', { type: 'requeued', reason: 'Its agent went away.' }],
  claimed('shed', 2),
  ['TRAINING', { type: 'training' }],
  step(4),
  ['TRAINING', { type: 'epoch', epoch: 1, heldOutLoss: 2 }],
  step(5),
  used('TRAINING', 3),
  ['DEPLOYING', { type: 'deploying' }],
  judged(1),
  judged(2),
  used('DEPLOYING', 5),
  judged(3),
  [
    'FAILED',
    {
      type: 'failed',
      error: {
        code: 'deploy_failed',
        message: 'The model server refused it.',
        nextStep: 'Look at it.',
        retryable: false,
      },
    },
  ],
);

describe('the story of a job', () => {
  it('tells each attempt: its agent, its end, how long each stage took and what it used', () => {
    const { attempts } = storyOf(EVENTS);
    expect(attempts).toMatchObject([
      {
        number: 1,
        agentName: 'tower',
        end: 'requeued',
        reason: 'Its agent went away.',
        used: { gpuSeconds: 7, energyWh: 2, costUsd: 0.07 },
      },
      {
        number: 2,
        agentName: 'shed',
        end: 'failed',
        reason: 'The model server refused it.',
        used: { gpuSeconds: 5, energyWh: 2, costUsd: 0.05 },
      },
    ]);
    const later = new Date(3_600_000);
    const stages = attempts.map((attempt) =>
      attempt.stages.map((stage) => [stage.status, secondsOf(stage, later)]),
    );
    expect(stages).toEqual([
      [
        ['EXTRACTING_DATA', 1],
        ['PREPARING_DATA', 1],
        ['TRAINING', 5],
      ],
      [
        ['EXTRACTING_DATA', 1],
        ['TRAINING', 5],
        ['DEPLOYING', 5],
      ],
    ]);
    expect(attempts.map((attempt) => secondsOf(attempt, later))).toEqual([7, 11]);
  });

  it('counts a stage that lasts up to now', () => {
    const { attempts } = storyOf(EVENTS.slice(0, 5));
    expect(attempts).toMatchObject([{ end: null, endedAt: null }]);
    const training = attempts[0]?.stages.at(-1);
    expect(training && secondsOf(training, new Date(9_000))).toBe(6);
  });

  it('has every event in a line, runs of steps in one, and marks where the state turned', () => {
    const { lines } = storyOf(EVENTS);
    expect(lines.flatMap(({ events }) => events)).toEqual(EVENTS);
    expect(lines.map(({ words, events, isTurn }) => [words, events.length, isTurn])).toEqual([
      ['Ordered.', 1, true],
      ['Taken by tower.', 1, true],
      ['Preparing the replies.', 1, true],
      ['Training starts.', 1, true],
      ['Steps 1 to 3 of 9: loss 3.75 → 3.25.', 4, false],
      ['Waits for an agent again: Its agent went away.', 1, true],
      ['Taken by shed.', 1, true],
      ['Training starts.', 1, true],
      ['Step 4 of 9: loss 3.000.', 1, false],
      ['Epoch 1: held-out loss 2.000.', 1, false],
      ['Step 5 of 9: loss 2.750.', 2, false],
      ['Checking and deploying the model.', 1, true],
      ['Judged 3 of 3 held-out mails.', 4, false],
      ['The model server refused it. Look at it.', 1, true],
    ]);
  });

  it('has no attempts where none was made', () => {
    const { attempts, lines } = storyOf(
      told(
        ['PENDING', { type: 'created', retryOf: 'job0000' }],
        ['CANCELLED', { type: 'cancelled' }],
      ),
    );
    expect(attempts).toEqual([]);
    expect(lines.map(({ words }) => words)).toEqual([
      'Ordered again, after job0000.',
      'Cancelled.',
    ]);
  });
});
