import type { JobEvent } from '@emailai/contracts/job/events';
import type { VerbArgs } from '../context';
import { type FollowLogInput, followLog } from '../job/follow-log';
import { anyJob } from './view-support-job';

/** Events of any job for an operator, as its writer sees them: numbers and fixed words, no mail. */
export async function* followAnyJob({
  ctx,
  input,
}: VerbArgs<{ jobId: string } & FollowLogInput>): AsyncGenerator<JobEvent, void> {
  yield* followLog(ctx, await anyJob(ctx, input.jobId), input);
}
