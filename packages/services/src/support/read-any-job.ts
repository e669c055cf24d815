import { countOnlineAgents } from '../agent/count-online-agents';
import type { VerbArgs } from '../context';
import { explainWaiting } from '../fine-tune/explain-waiting';
import type { SupportJobPage } from './support-view';
import { anyJob, viewSupportJob } from './view-support-job';

/** Any job, for an operator; its log comes by `followAnyJob`. */
export async function readAnyJob({
  ctx,
  input,
}: VerbArgs<{ jobId: string }>): Promise<SupportJobPage> {
  const row = await anyJob(ctx, input.jobId);
  const waits = row.status === 'PENDING';
  return {
    job: viewSupportJob(ctx, row),
    waiting: waits ? await explainWaiting(ctx, row, await countOnlineAgents(ctx)) : null,
  };
}
