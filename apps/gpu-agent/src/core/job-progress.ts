import type { AgentEvent } from '@emailai/contracts/job/events';
import { type JobStatus, STATUS_PROGRESS, trainingProgress } from '@emailai/contracts/job/states';

/** Where a job stands as its own agent sees it; the control plane's word is the one that counts. */
export interface JobProgress {
  status: JobStatus;
  percent: number;
}

export const FIRST_PROGRESS: JobProgress = entering('EXTRACTING_DATA');

export function progressAfter(before: JobProgress, event: AgentEvent): JobProgress {
  switch (event.type) {
    case 'preparing':
      return entering('PREPARING_DATA');
    case 'training':
      return entering('TRAINING');
    case 'step':
      return { status: 'TRAINING', percent: trainingProgress(event.step, event.totalSteps) };
    case 'evaluating':
      return entering('DEPLOYING');
    default:
      return before;
  }
}

function entering(status: JobStatus): JobProgress {
  return { status, percent: STATUS_PROGRESS[status] ?? 0 };
}
