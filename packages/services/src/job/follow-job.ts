import type { JobEvent } from '@emailai/contracts/job/events';
import type { VerbArgs } from '../context';
import { ownJob } from '../fine-tune/own-job';
import { type FollowLogInput, followLog } from './follow-log';

/** Events of one of the writer's jobs, from the log and then live, until the job has ended. */
export async function* followJob({
  ctx,
  input,
}: VerbArgs<{ userId: string; jobId: string } & FollowLogInput>): AsyncGenerator<JobEvent, void> {
  yield* followLog(ctx, await ownJob({ ctx, input }), input);
}
