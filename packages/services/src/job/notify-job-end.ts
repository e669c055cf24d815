import type { ServiceContext } from '../context';
import { notifyWriter } from '../notification/notify-writer';

interface EndedJob {
  id: string;
  userId: string;
  emailAccountId: string;
}

/** Tells a writer, once, that a job ended with a model … */
export function notifyCompleted(
  ctx: ServiceContext,
  job: EndedJob,
  { version, reason, isActive }: { version: number; reason: string; isActive: boolean },
): Promise<void> {
  return notifyWriter({
    ctx,
    input: {
      userId: job.userId,
      emailAccountId: job.emailAccountId,
      kind: 'job_completed',
      noticeKey: `job:${job.id}`,
      title: isActive
        ? `Your model, version ${version}, now writes your drafts`
        : `Version ${version} was trained but is not used`,
      body: reason,
    },
  });
}

/** … or without one, and what to do. */
export function notifyFailed(
  ctx: ServiceContext,
  job: EndedJob,
  error: { message: string; nextStep: string },
): Promise<void> {
  return notifyWriter({
    ctx,
    input: {
      userId: job.userId,
      emailAccountId: job.emailAccountId,
      kind: 'job_failed',
      noticeKey: `job:${job.id}`,
      title: 'Training your model stopped',
      body: `${error.message} ${error.nextStep}`.trim(),
    },
  });
}
