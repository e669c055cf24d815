import type { JobLog } from '../../browser/job-log';

export interface CurveRow {
  step: number;
  loss: number;
  /** Running mean of the loss, for the eye. */
  mean: number;
  heldOut?: number;
}

/** Weight of the newest step in the running mean; the first steps weigh more, so that it starts unbiased. */
const NEWEST_WEIGHT = 0.25;

/** One row a step, with the held-out loss at the steps that ended an epoch. */
export function curveOf(log: Pick<JobLog, 'steps' | 'epochs'>): CurveRow[] {
  const heldOutAt = new Map(log.epochs.map(({ step, loss }) => [step, loss]));
  let mean = 0;
  return log.steps.map(({ step, loss }, index) => {
    mean += (loss - mean) * Math.max(NEWEST_WEIGHT, 1 / (index + 1));
    const heldOut = heldOutAt.get(step);
    return { step, loss, mean, ...(heldOut === undefined ? {} : { heldOut }) };
  });
}
