import { readQueuePlace } from '@emailai/db/job/read-queue-place';
import type { ServiceContext } from '../context';
import type { Waiting } from './fine-tune-view';

const NO_AGENT = {
  reason: 'no_agent',
  message: 'No agent is online, so nothing trains yet. The job waits and starts by itself.',
  nextStep:
    'Start one with `npm start` on this machine, or on a GPU machine as described in docs/AUTO_FINE_TUNING_SETUP.md.',
} as const;

/**
 * Why a PENDING job waits, and for how many others: silence would look like a fault. `null` where it does not wait
 * any more.
 */
export async function explainWaiting(
  ctx: ServiceContext,
  job: { id: string },
  agentsOnline: number,
): Promise<Waiting | null> {
  const place = await readQueuePlace(ctx.db, { jobId: job.id });
  if (place === null) return null;
  const { ahead, attempts, busyAgents } = place;
  const waitSeconds = Math.ceil(place.waitMs / 1_000);
  const because = (reason: Waiting['reason'], message: string): Waiting => ({
    position: ahead + 1,
    reason,
    message,
    nextStep: null,
  });
  if (agentsOnline === 0) return { position: ahead + 1, ...NO_AGENT };
  if (waitSeconds > 0) {
    const next = `attempt ${attempts + 1} starts in ${waitSeconds} s`;
    return because('backoff', `Attempt ${attempts} ended early; ${next}.`);
  }
  if (ahead > 0) {
    return because('queue', `${ahead} ${ahead === 1 ? 'job is' : 'jobs are'} before yours.`);
  }
  if (busyAgents >= agentsOnline) {
    const who = agentsOnline === 1 ? 'the agent has' : `one of the ${agentsOnline} agents has`;
    return because('busy', `You are next, as soon as ${who} finished its job.`);
  }
  return because('starting', 'You are next.');
}
