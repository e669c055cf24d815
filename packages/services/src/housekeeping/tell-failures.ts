import { readUntoldFailures } from '@emailai/db/housekeeping/read-untold-failures';
import { notifyFailed } from '../job/notify-job-end';
import type { Chore } from './chore';
import { TELL_WITHIN_MS } from './retention';

const BATCH = 200;

/**
 * Tells writers of jobs that failed without a word: the process that ended the job died, or lost the database,
 * before it could. The rows themselves say which those are, so nothing need be remembered.
 */
export const tellFailures: Chore = {
  name: 'tell_failures',
  everyMs: (ctx) => ctx.intervals.tellFailuresMs,
  async run({ ctx, stillHeld }) {
    const since = new Date(ctx.now().getTime() - TELL_WITHIN_MS);
    let told = 0;
    for (const job of await readUntoldFailures(ctx.db, { since, limit: BATCH })) {
      if (!(await stillHeld())) break;
      const { id: jobId, emailAccountId, errorMessage, errorNextStep } = job;
      const words = { message: errorMessage ?? '', nextStep: errorNextStep ?? '' };
      try {
        await notifyFailed(ctx, job, words);
        told += 1;
      } catch (error) {
        ctx.log({ level: 'warn', event: 'failure_not_told', jobId, emailAccountId, error });
      }
    }
    return { told };
  },
};
