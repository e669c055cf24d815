import { countOnlineAgents } from '../agent/count-online-agents';
import type { VerbArgs } from '../context';
import { explainWaiting } from './explain-waiting';
import type { JobPageView } from './job-page-view';
import { ownJob } from './own-job';
import { viewJob } from './view-job';

/** One of the writer's jobs, waiting, running or long over; its log comes by `followJob`. */
export async function readJob({
  ctx,
  input,
}: VerbArgs<{ userId: string; jobId: string }>): Promise<JobPageView> {
  const row = await ownJob({ ctx, input });
  const { id, address } = await ctx.db.prisma.emailAccount.findUniqueOrThrow({
    where: { id: row.emailAccountId },
  });
  const waits = row.status === 'PENDING';
  return {
    job: viewJob(ctx, row),
    mailbox: { id, address },
    waiting: waits ? await explainWaiting(ctx, row, await countOnlineAgents(ctx)) : null,
  };
}
