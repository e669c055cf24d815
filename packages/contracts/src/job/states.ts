import { z } from 'zod';

/**
 * The job's state machine, written once: predicates, SQL guards, the database's trigger, the diagram in the docs and
 * the progress bar derive from it.
 */
export const JOB_STATUSES = [
  'PENDING',
  'EXTRACTING_DATA',
  'PREPARING_DATA',
  'TRAINING',
  'DEPLOYING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;
export const jobStatusSchema = z.enum(JOB_STATUSES);
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** What can happen to a job; `draw-states.ts` says who may do it. */
export const JOB_TRIGGERS = [
  'claim',
  'prepare',
  'train',
  'beginDeploy',
  'complete',
  'fail',
  'requeue',
  'cancel',
] as const;
export type JobTrigger = (typeof JOB_TRIGGERS)[number];

export const TRANSITIONS: Readonly<Record<JobStatus, Partial<Record<JobTrigger, JobStatus>>>> = {
  PENDING: { claim: 'EXTRACTING_DATA', cancel: 'CANCELLED' },
  EXTRACTING_DATA: {
    prepare: 'PREPARING_DATA',
    fail: 'FAILED',
    requeue: 'PENDING',
    cancel: 'CANCELLED',
  },
  PREPARING_DATA: { train: 'TRAINING', fail: 'FAILED', requeue: 'PENDING', cancel: 'CANCELLED' },
  TRAINING: { beginDeploy: 'DEPLOYING', fail: 'FAILED', requeue: 'PENDING', cancel: 'CANCELLED' },
  DEPLOYING: { complete: 'COMPLETED', fail: 'FAILED', requeue: 'PENDING', cancel: 'CANCELLED' },
  COMPLETED: {},
  FAILED: {},
  CANCELLED: {},
};

/** The state `trigger` leads to, or `null` where the machine has no such edge. */
export function nextStatus(from: JobStatus, trigger: JobTrigger): JobStatus | null {
  return TRANSITIONS[from][trigger] ?? null;
}

/** What an agent reports; one batch may hold several, and then one write passes several edges. */
export const REPORTED_TRIGGERS = ['prepare', 'train'] as const satisfies readonly JobTrigger[];
export type ReportedTrigger = (typeof REPORTED_TRIGGERS)[number];

/** Every state one write may move a job to: an edge of the table, or a run of reported ones. The trigger's guard. */
export function statusesAfter(from: JobStatus): JobStatus[] {
  const reached = new Set<JobStatus>(Object.values(TRANSITIONS[from]));
  const follow = (status: JobStatus) => {
    for (const trigger of REPORTED_TRIGGERS) {
      const next = nextStatus(status, trigger);
      if (next === null) continue;
      reached.add(next);
      follow(next);
    }
  };
  follow(from);
  return JOB_STATUSES.filter((status) => reached.has(status));
}

/** Every state `trigger` may leave: the SQL guard `status = ANY(…)`. */
export function statusesAllowing(trigger: JobTrigger): JobStatus[] {
  return JOB_STATUSES.filter((status) => TRANSITIONS[status][trigger] !== undefined);
}

export const TERMINAL_STATUSES = JOB_STATUSES.filter(
  (status) => Object.keys(TRANSITIONS[status]).length === 0,
);
/** States in which an agent holds the job. */
export const ACTIVE_STATUSES = statusesAllowing('fail');
/** States that block a second job of the same mailbox. */
export const OPEN_STATUSES = statusesAllowing('cancel');

export const isTerminal = (status: JobStatus) => TERMINAL_STATUSES.includes(status);
export const isActive = (status: JobStatus) => ACTIVE_STATUSES.includes(status);
export const isOpen = (status: JobStatus) => OPEN_STATUSES.includes(status);

/** Progress in percent on entering a state; the end states keep what was reached, except COMPLETED. */
export const STATUS_PROGRESS: Readonly<Record<JobStatus, number | null>> = {
  PENDING: 0,
  EXTRACTING_DATA: 10,
  PREPARING_DATA: 20,
  TRAINING: 30,
  DEPLOYING: 90,
  COMPLETED: 100,
  FAILED: null,
  CANCELLED: null,
};

/** Percent while training: 30 + 50 · step/total. */
export function trainingProgress(step: number, totalSteps: number): number {
  if (totalSteps <= 0) return 30;
  return Math.round(30 + 50 * Math.min(1, step / totalSteps));
}

/** The stage in words, as the writer reads it. */
export const STATUS_WORDS: Readonly<Record<JobStatus, string>> = {
  PENDING: 'Waiting for an agent',
  EXTRACTING_DATA: 'Reading your sent mail',
  PREPARING_DATA: 'Preparing your replies',
  TRAINING: 'Training your model',
  DEPLOYING: 'Checking and deploying your model',
  COMPLETED: 'Your model is ready',
  FAILED: 'Training stopped',
  CANCELLED: 'Cancelled',
};
