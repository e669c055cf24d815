import { z } from 'zod';

/** Every way a business verb can refuse. Transports map these; texts never leak what they were not given. */
export const ERROR_CODES = [
  'unauthenticated',
  'forbidden',
  'not_found',
  'invalid_input',
  'not_eligible',
  'job_active',
  'job_not_cancellable',
  'job_not_retryable',
  'lost',
  'grant_refused',
  'grant_expired',
  'no_agent',
  'no_model',
  'draft_failed',
  'rate_limited',
  'unavailable',
] as const;
export const errorCodeSchema = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** A refusal a person can act on: `message` says what happened, `nextStep` what to do about it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ErrorCode;
  readonly nextStep: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { nextStep?: string; cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.nextStep = options.nextStep;
    this.details = options.details ?? {};
  }
}

/** Why a job ended FAILED: stored on the job, shown to its writer. */
export const JOB_ERROR_CODES = [
  'no_usable_mail',
  'mail_unreadable',
  'trainer_crashed',
  'out_of_memory',
  'disk_full',
  'base_missing',
  'python_missing',
  'model_not_better',
  'deploy_failed',
  'deploy_unverified',
  'agent_lost',
  'internal',
] as const;
export const jobErrorCodeSchema = z.enum(JOB_ERROR_CODES);
export type JobErrorCode = z.infer<typeof jobErrorCodeSchema>;

export const jobErrorSchema = z.object({
  code: jobErrorCodeSchema,
  message: z.string().max(500),
  nextStep: z.string().max(500),
  retryable: z.boolean(),
});
export type JobError = z.infer<typeof jobErrorSchema>;

/** What a stage throws when it knows why it cannot go on. */
export class StageError extends Error {
  override readonly name = 'StageError';
  readonly jobError: JobError;

  constructor(jobError: JobError, options: { cause?: unknown } = {}) {
    super(jobError.message, { cause: options.cause });
    this.jobError = jobError;
  }
}
