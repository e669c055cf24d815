import type { JobStatus } from '@emailai/contracts/job/states';
import { STATUS_PROGRESS, STATUS_WORDS, trainingProgress } from '@emailai/contracts/job/states';
import { EMPTY_LOG, type JobLog } from '../../browser/job-log';
import type { Job, Waiting } from '../../browser/trpc';

export interface JobFixture {
  title: string;
  job: Job;
  log: JobLog;
  waiting: Waiting | null;
}

const START = '2026-03-12T10:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1_000).toISOString();
/** The moment all fixtures are looked at. */
export const GALLERY_NOW = new Date(after(64));

const TOTAL_STEPS = 240;
const EPOCH_STEPS = 60;

/** A loss that falls as real ones do, with a wobble that is the same each time. */
const lossAt = (step: number) =>
  1.3 + 2.6 * Math.exp(-step / 55) + 0.22 * Math.sin(step * 1.7) * Math.cos(step * 0.37);

const FINDINGS = {
  read: { sent: 214, incoming: 198 },
  prepared: { trainRows: 158, heldOutRows: 39, dropped: [] },
  plan: { totalSteps: TOTAL_STEPS, predictedSeconds: 75, device: 'NVIDIA GeForce RTX 4090' },
} satisfies Partial<JobLog>;

function logAt(status: JobStatus, steps = 0): JobLog {
  const points = Array.from({ length: steps }, (_, index) => ({
    step: index + 1,
    loss: lossAt(index + 1),
  }));
  const epochs = points
    .filter(({ step }) => step % EPOCH_STEPS === 0)
    .map(({ step }) => ({
      step,
      epoch: step / EPOCH_STEPS,
      loss: 1.55 + 2.2 * Math.exp(-step / 60),
    }));
  const last = points.at(-1);
  return {
    ...EMPTY_LOG,
    seq: 1_000,
    status,
    progress:
      status === 'TRAINING'
        ? trainingProgress(steps, TOTAL_STEPS)
        : (STATUS_PROGRESS[status] ?? 57),
    agentName: status === 'PENDING' ? null : 'workstation',
    attempt: status === 'PENDING' ? 0 : 1,
    ...(status === 'PENDING' ? {} : FINDINGS),
    steps: points,
    epochs,
    lastStep: last
      ? {
          ...last,
          totalSteps: TOTAL_STEPS,
          epoch: last.step / EPOCH_STEPS,
          tokensPerSecond: 10_400,
          etaSeconds: (TOTAL_STEPS - steps) * 0.3,
          costUsd: steps * 0.00004,
          at: after(63),
        }
      : null,
  };
}

function jobAt(status: JobStatus, more: Partial<Job> = {}): Job {
  return {
    id: 'gallery0000000000001',
    emailAccountId: 'gallery0000000000002',
    status,
    words: STATUS_WORDS[status],
    progress: STATUS_PROGRESS[status] ?? 57,
    eventSeq: 0,
    attempts: 1,
    modelName: 'emailai-usergallery0000000000002',
    version: status === 'PENDING' ? null : 2,
    agent:
      status === 'PENDING'
        ? null
        : { id: 'gallery0000000000003', name: 'workstation', online: true },
    cancelRequested: false,
    error: null,
    retryOf: null,
    costUsd: 0,
    gpuSeconds: 0,
    energyWh: null,
    heldOut: null,
    createdAt: START,
    startedAt: status === 'PENDING' ? null : after(2),
    finishedAt: null,
    ...more,
  };
}

const done = { finishedAt: after(88), costUsd: 0.0094, gpuSeconds: 74 };

const verdict = (tuned: number, verdictWord: 'promote' | 'keep_base', reason: string) => ({
  modelName: 'emailai-usergallery0000000000002',
  version: 2,
  evaluation: {
    heldOut: { pairs: 39, tokens: 1_904, base: 3.92, tuned },
    control: { modelName: 'emailai-usergallery0000000000009', nats: 3.61 },
    verdict: verdictWord,
    reason,
  },
});

const waitingFor = (
  reason: Waiting['reason'],
  position: number,
  message: string,
  nextStep: string | null = null,
): Waiting => ({ reason, position, message, nextStep });

export const JOB_FIXTURES: readonly JobFixture[] = [
  {
    title: 'Waiting, no agent online',
    job: jobAt('PENDING'),
    log: logAt('PENDING'),
    waiting: waitingFor(
      'no_agent',
      1,
      'No agent is online, so nothing trains yet. The job waits and starts by itself.',
      'Start one with `npm start` on this machine.',
    ),
  },
  {
    title: 'Waiting behind others',
    job: jobAt('PENDING'),
    log: logAt('PENDING'),
    waiting: waitingFor('queue', 3, '2 jobs are before yours.'),
  },
  {
    title: 'Reading mail',
    job: jobAt('EXTRACTING_DATA'),
    log: { ...logAt('EXTRACTING_DATA'), read: null, prepared: null, plan: null },
    waiting: null,
  },
  {
    title: 'Preparing',
    job: jobAt('PREPARING_DATA'),
    log: { ...logAt('PREPARING_DATA'), prepared: null, plan: null },
    waiting: null,
  },
  {
    title: 'Training, before the first step',
    job: jobAt('TRAINING'),
    log: logAt('TRAINING'),
    waiting: null,
  },
  { title: 'Training', job: jobAt('TRAINING'), log: logAt('TRAINING', 138), waiting: null },
  {
    title: 'Training, agent offline',
    job: jobAt('TRAINING', {
      agent: { id: 'gallery0000000000003', name: 'workstation', online: false },
    }),
    log: { ...logAt('TRAINING', 61), attempt: 2, resumedFromEpoch: 1 },
    waiting: null,
  },
  {
    title: 'Cancelling',
    job: jobAt('TRAINING', { cancelRequested: true }),
    log: logAt('TRAINING', 90),
    waiting: null,
  },
  {
    title: 'Checking and deploying',
    job: jobAt('DEPLOYING'),
    log: { ...logAt('DEPLOYING', TOTAL_STEPS), evaluating: { done: 21, total: 39 } },
    waiting: null,
  },
  {
    title: 'Completed, better than the base',
    job: jobAt('COMPLETED', { ...done, heldOut: { base: 3.92, tuned: 1.61 } }),
    log: {
      ...logAt('COMPLETED', TOTAL_STEPS),
      result: verdict(
        1.61,
        'promote',
        'Your model predicts your own replies better than the base: 1.61 against 3.92 nats per token on 39 held-out mails.',
      ),
    },
    waiting: null,
  },
  {
    title: 'Completed, the base stays',
    job: jobAt('COMPLETED', { ...done, heldOut: { base: 3.92, tuned: 3.88 } }),
    log: {
      ...logAt('COMPLETED', TOTAL_STEPS),
      result: verdict(
        3.88,
        'keep_base',
        'The base stays: on 39 held-out mails the new model gained only 0.04 nats per token (0.1 needed).',
      ),
    },
    waiting: null,
  },
  {
    title: 'Failed',
    job: jobAt('FAILED', { ...done, progress: 57 }),
    log: {
      ...logAt('FAILED', 130),
      error: {
        code: 'out_of_memory',
        message: 'The GPU ran out of memory while training.',
        nextStep: 'Close other programs that use the GPU, or set a smaller base, then press Retry.',
        retryable: true,
      },
    },
    waiting: null,
  },
  {
    title: 'Cancelled',
    job: jobAt('CANCELLED', { ...done, progress: 57 }),
    log: logAt('CANCELLED', 130),
    waiting: null,
  },
];
