import type { AgentEvent } from '@emailai/contracts/job/events';
import { JOB_STATUSES, type JobStatus, STATUS_PROGRESS } from '@emailai/contracts/job/states';
import type { OutsideUpdate } from './outside-update';

/** How far the bar may go in a stage; the next one begins above. */
const CEILING: Readonly<Partial<Record<JobStatus, number>>> = {
  EXTRACTING_DATA: 19,
  PREPARING_DATA: 29,
  TRAINING: 80,
};

const isBefore = (status: JobStatus, other: JobStatus) =>
  JOB_STATUSES.indexOf(status) < JOB_STATUSES.indexOf(other);

/** The stage a word puts a job into; others do not move it by an event. */
function stageOf({ status }: OutsideUpdate): JobStatus | null {
  if (status === 'PREPARING_DATA' || status === 'TRAINING') return status;
  return status === 'EVALUATING' ? 'TRAINING' : null;
}

/** Events that bring a job from where it is to the stage a worker names; none where it is there or beyond. */
export function movesOf(update: OutsideUpdate, status: JobStatus): AgentEvent[] {
  const stage = stageOf(update);
  if (stage === null) return [];
  const moves: AgentEvent[] = [];
  if (isBefore(status, 'PREPARING_DATA')) moves.push({ type: 'preparing' });
  if (stage === 'TRAINING' && isBefore(status, 'TRAINING')) moves.push({ type: 'training' });
  return moves;
}

/** What a worker's word says about its job, as an agent would say it. */
export function eventsOf(
  update: OutsideUpdate,
  job: { status: JobStatus; progress: number },
): AgentEvent[] {
  const { trainingEmails, actualCost, gpuSeconds = 0 } = update;
  const stage = stageOf(update) ?? job.status;
  const reached = isBefore(job.status, stage) ? stage : job.status;
  const percent = Math.min(update.progress ?? 0, CEILING[reached] ?? 0);
  const isFurther = percent > Math.max(job.progress, STATUS_PROGRESS[reached] ?? 0);
  return [
    ...(trainingEmails === undefined
      ? []
      : [{ type: 'extracted' as const, sent: trainingEmails, incoming: 0 }]),
    ...movesOf(update, job.status),
    ...(isFurther ? [{ type: 'progress' as const, percent }] : []),
    ...(actualCost === undefined
      ? []
      : [{ type: 'used' as const, gpuSeconds, energyWh: null, costUsd: actualCost }]),
  ];
}
