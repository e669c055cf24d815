import { eventWords } from '@emailai/contracts/job/event-words';
import type { JobEvent, JobEventPayload } from '@emailai/contracts/job/events';
import type { OpenAiEvent } from './openai-schemas';

const LEVELS: Partial<Record<JobEventPayload['type'], OpenAiEvent['level']>> = {
  requeued: 'warn',
  cancelRequested: 'warn',
  cancelled: 'warn',
  failed: 'error',
};

/** An event of a job's log in the shape OpenAI's clients know. */
export function openAiEvent({ jobId, seq, at, status, progress, payload }: JobEvent): OpenAiEvent {
  const metrics = metricsOf(payload);
  return {
    object: 'fine_tuning.job.event',
    id: eventIdOf(jobId, seq),
    created_at: Math.floor(at.getTime() / 1000),
    level: LEVELS[payload.type] ?? 'info',
    message: eventWords(payload),
    type: metrics === null ? 'message' : 'metrics',
    data: { seq, status, progress, ...metrics },
  };
}

/** What can be drawn, under the names OpenAI uses where it has one. */
function metricsOf(payload: JobEventPayload): Record<string, number> | null {
  if (payload.type === 'epoch') {
    return { epoch: payload.epoch, valid_loss: payload.heldOutLoss };
  }
  if (payload.type === 'used') {
    return { gpu_seconds: payload.gpuSeconds, cost_usd: payload.costUsd };
  }
  if (payload.type !== 'step') return null;
  return {
    step: payload.step,
    total_steps: payload.totalSteps,
    train_loss: payload.loss,
    tokens_per_second: payload.tokensPerSecond,
    eta_seconds: payload.etaSeconds,
    cost_usd: payload.costUsd,
  };
}

const eventIdOf = (jobId: string, seq: number) => `ftevent-${jobId}-${seq}`;

/** The seq an event id names; `null` where it is no event of this job. */
export function seqOfEvent(jobId: string, eventId: string): number | null {
  const [, job, seq] = /^ftevent-([a-z0-9]+)-([1-9]\d{0,8})$/.exec(eventId) ?? [];
  return job === jobId ? Number(seq) : null;
}
