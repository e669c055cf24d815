import type { JobError } from '@emailai/contracts/errors';
import type { TRAINER_ERROR_CODES } from '@emailai/contracts/trainer-protocol';

export type TrainerErrorCode = (typeof TRAINER_ERROR_CODES)[number] | 'crashed';

/** The trainer's own refusal, or `crashed` where its process ended without one. The message holds no mail. */
export class TrainerError extends Error {
  override readonly name = 'TrainerError';
  readonly code: TrainerErrorCode;

  constructor(code: TrainerErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
  }
}

const NEXT_STEPS: Partial<
  Record<TrainerErrorCode, Pick<JobError, 'code' | 'nextStep' | 'retryable'>>
> = {
  out_of_memory: {
    code: 'out_of_memory',
    nextStep: 'Close other programs that use this device, or choose a smaller base.',
    retryable: true,
  },
  disk_full: {
    code: 'disk_full',
    nextStep: 'Free some space on the machine that runs the agent, then press Retry.',
    retryable: true,
  },
  base_missing: {
    code: 'base_missing',
    nextStep: 'Set the base again and restart the agent.',
    retryable: false,
  },
  base_unsupported: {
    code: 'base_missing',
    nextStep: 'Choose a llama, mistral, qwen2 or qwen3 instruct model as base.',
    retryable: false,
  },
  crashed: {
    code: 'trainer_crashed',
    nextStep: 'Press Retry: a new job starts; the model that drafts now stays meanwhile.',
    retryable: true,
  },
};

/** What the writer is told about a trainer's error. */
export function jobErrorOfTrainer(error: TrainerError): JobError {
  const known = NEXT_STEPS[error.code] ?? {
    code: 'internal' as const,
    nextStep: 'Press Retry. If it happens again, the log of the agent says more.',
    retryable: true,
  };
  return { ...known, message: error.message.slice(0, 500) };
}
