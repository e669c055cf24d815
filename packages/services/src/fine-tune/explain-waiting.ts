import type { ServiceContext } from '../context';
import type { FineTuneView } from './fine-tune-view';

interface PendingJob {
  id: string;
  runAfter: Date;
  createdAt: Date;
}

/** Why a PENDING job waits, and for how many others: silence would look like a fault. */
export async function explainWaiting(
  ctx: ServiceContext,
  job: PendingJob,
  agentsOnline: number,
): Promise<NonNullable<FineTuneView['waiting']>> {
  const ahead = await ctx.db.prisma.fineTuningJob.count({
    where: {
      status: 'PENDING',
      OR: [{ createdAt: { lt: job.createdAt } }, { createdAt: job.createdAt, id: { lt: job.id } }],
    },
  });
  const position = ahead + 1;
  if (agentsOnline === 0) {
    return {
      position,
      reason: 'no_agent',
      message: 'No agent is online, so nothing trains yet. The job waits and starts by itself.',
      nextStep:
        'Start one with `npm start` on this machine, or on a GPU machine as described in docs/AUTO_FINE_TUNING_SETUP.md.',
    };
  }
  const seconds = Math.ceil((job.runAfter.getTime() - ctx.now().getTime()) / 1000);
  if (seconds > 0) {
    return {
      position,
      reason: 'backoff',
      message: `An attempt failed; the next one starts in ${seconds} s.`,
      nextStep: null,
    };
  }
  if (ahead > 0) {
    return {
      position,
      reason: 'queue',
      message: `${ahead} ${ahead === 1 ? 'job is' : 'jobs are'} before yours.`,
      nextStep: null,
    };
  }
  return { position, reason: 'starting', message: 'You are next.', nextStep: null };
}
