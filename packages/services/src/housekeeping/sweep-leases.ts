import { sweepJobs } from '../job/sweep-jobs';
import type { Chore } from './chore';

/** Takes jobs from agents that have gone silent. */
export const sweepLeases: Chore = {
  name: 'sweep_leases',
  everyMs: () => null,
  run: ({ ctx }) => sweepJobs({ ctx, input: {} }).then(({ swept }) => ({ swept })),
};
