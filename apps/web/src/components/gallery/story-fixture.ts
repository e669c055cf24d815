import type { JobEventPayload } from '@emailai/contracts/job/events';
import type { JobStatus } from '@emailai/contracts/job/states';
import type { WireJobEvent } from '../../browser/job-log';
import { type JobStory, storyOf } from '../../browser/job-story';

const START_MS = Date.parse('2026-03-12T09:58:00.000Z');
const TOTAL_STEPS = 240;

type Told = [atSeconds: number, status: JobStatus, payload: JobEventPayload];

const claimed = (atSeconds: number, agentName: string, epoch: number): Told => [
  atSeconds,
  'EXTRACTING_DATA',
  { type: 'claimed', agentId: 'gallery0000000000003', agentName, epoch },
];
const used = (atSeconds: number, status: JobStatus, gpuSeconds: number): Told => [
  atSeconds,
  status,
  { type: 'used', gpuSeconds, energyWh: gpuSeconds / 8, costUsd: gpuSeconds / 3_000 },
];

/** Steps a third of a second apart, as an agent reports them. */
function steps(fromSeconds: number, from: number, to: number): Told[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const step = from + index;
    const payload: JobEventPayload = {
      type: 'step',
      step,
      totalSteps: TOTAL_STEPS,
      epoch: Math.ceil(step / 60),
      loss: 1.3 + 2.6 * Math.exp(-step / 55),
      tokensPerSecond: 10_400,
      etaSeconds: (TOTAL_STEPS - step) / 3,
      costUsd: 0,
    };
    return [fromSeconds + index / 3, 'TRAINING', payload];
  });
}

/** Its first agent goes away in mid-training; the second one ends what it began. */
const TOLD: Told[] = [
  [0, 'PENDING', { type: 'created', retryOf: null }],
  claimed(41, 'tower under the desk', 1),
  [43, 'EXTRACTING_DATA', { type: 'extracted', sent: 214, incoming: 198 }],
  [43, 'PREPARING_DATA', { type: 'preparing' }],
  [
    44,
    'PREPARING_DATA',
    { type: 'prepared', trainRows: 158, heldOutRows: 39, droppedByReason: {}, cutChars: 0 },
  ],
  [44, 'TRAINING', { type: 'training' }],
  ...steps(46, 1, 60),
  [66, 'TRAINING', { type: 'epoch', epoch: 1, heldOutLoss: 2.51 }],
  ...steps(66, 61, 97),
  used(78, 'TRAINING', 34),
  [423, 'PENDING', { type: 'requeued', reason: 'Its agent went away.' }],
  claimed(424, 'GPU server 2', 2),
  [425, 'EXTRACTING_DATA', { type: 'extracted', sent: 214, incoming: 198 }],
  [425, 'PREPARING_DATA', { type: 'preparing' }],
  [426, 'TRAINING', { type: 'training' }],
  ...steps(428, 1, 240),
  [508, 'TRAINING', { type: 'epoch', epoch: 4, heldOutLoss: 1.61 }],
  used(508, 'TRAINING', 82),
  [509, 'DEPLOYING', { type: 'deploying' }],
  [512, 'DEPLOYING', { type: 'evaluating', done: 12, total: 39 }],
  [518, 'DEPLOYING', { type: 'evaluating', done: 39, total: 39 }],
  used(519, 'DEPLOYING', 92),
  [
    520,
    'COMPLETED',
    {
      type: 'completed',
      modelName: 'emailai-usergallery0000000000002',
      version: 2,
      evaluation: {
        heldOut: { pairs: 39, tokens: 1_904, base: 3.92, tuned: 1.61 },
        control: null,
        verdict: 'promote',
        reason:
          'Your model predicts your own replies better than the base: 1.61 against 3.92 nats per token on 39 held-out mails.',
      },
    },
  ],
];

const EVENTS: WireJobEvent[] = TOLD.map(([atSeconds, status, payload], index) => ({
  jobId: 'gallery0000000000001',
  seq: index + 1,
  at: new Date(START_MS + atSeconds * 1_000).toISOString(),
  status,
  progress: 0,
  payload,
}));

export const STORY_FIXTURE: JobStory = storyOf(EVENTS);
