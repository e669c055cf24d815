import type { JobEvent } from '@emailai/contracts/job/events';
import { STATUS_WORDS } from '@emailai/contracts/job/states';
import type { ServiceContext } from '@emailai/services/context';
import { followJob } from '@emailai/services/job/follow-job';
import { createLogReader, type LogReader } from './read-log';

export interface FollowedJob {
  log: LogReader;
  /** The event that ended the job. */
  last: JobEvent;
}

/** Follows a job from its first event to its last, telling what a person wants to hear on the way. */
export async function followToEnd(
  ctx: ServiceContext,
  input: { userId: string; jobId: string; say: (sentence: string) => void; signal: AbortSignal },
): Promise<FollowedJob> {
  const log = createLogReader();
  let last: JobEvent | null = null;
  let saidPercent = -1;
  const { userId, jobId, signal } = input;
  for await (const event of followJob({ ctx, input: { userId, jobId, afterSeq: 0, signal } })) {
    log.see(event);
    if (isNews(event, saidPercent)) {
      input.say(sentenceFor(event));
      saidPercent = event.progress;
    }
    last = event;
  }
  signal.throwIfAborted();
  if (last === null) throw new Error(`Job ${jobId} has no events.`);
  return { log, last };
}

/**
 * Steps and checks come by the hundred: of the former every fifth percent is told, of the latter the last. What a
 * job has used is no news for whoever watches it.
 */
function isNews({ payload, progress }: JobEvent, saidPercent: number): boolean {
  if (payload.type === 'used') return false;
  if (payload.type === 'step') return progress >= saidPercent + 5;
  return payload.type !== 'evaluating' || payload.done === payload.total;
}

function sentenceFor({ status, progress, payload }: JobEvent): string {
  const where = `${String(progress).padStart(3)} %  ${STATUS_WORDS[status]}`;
  switch (payload.type) {
    case 'created':
    case 'training':
    case 'preparing':
    case 'deploying':
    case 'completed':
    case 'cancelled':
    case 'progress':
    case 'used':
      return where;
    case 'claimed':
      return `${where}: taken by ${payload.agentName}`;
    case 'extracted':
      return `${where}: ${payload.sent} sent mails, ${payload.incoming} they answer`;
    case 'prepared':
      return `${where}: ${payload.trainRows} replies to learn from, ${payload.heldOutRows} held out`;
    case 'planned':
      return `${where}: ${payload.totalSteps} steps on ${payload.device}, about ${Math.ceil(payload.predictedSeconds)} s`;
    case 'step':
      return `${where}: step ${payload.step} of ${payload.totalSteps}, loss ${payload.loss.toFixed(2)}`;
    case 'epoch':
      return `${where}: pass ${payload.epoch}, held-out loss ${payload.heldOutLoss.toFixed(2)}`;
    case 'resumed':
      return `${where}: goes on after pass ${payload.fromEpoch}`;
    case 'evaluating':
      return `${where}: ${payload.done} of ${payload.total} checked`;
    case 'failed':
      return `${where}: ${payload.error.message} ${payload.error.nextStep}`;
    case 'requeued':
      return `${where}: back in the queue, ${payload.reason}`;
    case 'cancelRequested':
      return `${where}: asked to stop`;
  }
}
