import { modelTagOf } from '@emailai/contracts/ids';
import type { JobStatus } from '@emailai/contracts/job/states';
import type { ListedJob } from '@emailai/services/job/listed-job';
import type { OpenAiJob } from './openai-schemas';

const STATUSES: Readonly<Record<JobStatus, OpenAiJob['status']>> = {
  PENDING: 'queued',
  EXTRACTING_DATA: 'running',
  PREPARING_DATA: 'running',
  TRAINING: 'running',
  DEPLOYING: 'running',
  COMPLETED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** A job in the shape OpenAI's clients know. */
export function openAiJob(job: ListedJob, userId: string): OpenAiJob {
  const { status, modelName, version, error } = job;
  const isDone = status === 'COMPLETED' && version !== null;
  return {
    object: 'fine_tuning.job',
    id: job.id,
    created_at: secondsOf(job.createdAt),
    finished_at: job.finishedAt === null ? null : secondsOf(job.finishedAt),
    status: STATUSES[status],
    model: job.baseName ?? 'undecided',
    fine_tuned_model: isDone ? modelTagOf(modelName, version) : null,
    organization_id: userId,
    training_file: job.emailAccountId,
    validation_file: null,
    result_files: [],
    trained_tokens: null,
    seed: 0,
    hyperparameters: {
      n_epochs: job.epochs ?? 'auto',
      batch_size: 'auto',
      learning_rate_multiplier: 'auto',
    },
    error: error && { code: error.code, message: error.message, param: null },
    metadata: {
      status,
      progress: String(job.progress),
      emailAccountId: job.emailAccountId,
    },
  };
}

const secondsOf = (iso: string) => Math.floor(Date.parse(iso) / 1000);
