import type { Evaluation } from '@emailai/contracts/evaluation';
import type { ServiceContext } from '../context';
import { type Notice, notifyWriter } from '../notification/notify-writer';

interface EndedJob {
  id: string;
  userId: string;
  emailAccountId: string;
}

/** What a writer is told, once, of a job that ended with a model … */
export function completedNotice(
  job: { id: string; version: number | null },
  { verdict, reason }: Pick<Evaluation, 'verdict' | 'reason'>,
): Pick<Notice, 'kind' | 'noticeKey' | 'title' | 'body'> {
  const version = job.version ?? 1;
  return {
    kind: 'job_completed',
    noticeKey: `job:${job.id}`,
    title:
      verdict === 'promote'
        ? `Your model, version ${version}, now writes your drafts`
        : `Version ${version} was trained but is not used`,
    body: reason,
  };
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
