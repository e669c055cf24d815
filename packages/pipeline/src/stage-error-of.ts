import { type JobError, StageError } from '@emailai/contracts/errors';
import { ServingError } from '@emailai/serving/serving-error';
import { jobErrorOfTrainer, TrainerError } from './trainer/trainer-error';

/**
 * Puts a stage's failure into words its writer can act on. Only texts of our own errors are passed on: any other
 * may quote mail. Errors of the job's desk stay what they are.
 */
export function stageErrorOf(error: unknown, stageName: string): unknown {
  if (error instanceof StageError || error instanceof DeskError) return error;
  return new StageError(jobErrorOf(error, stageName), { cause: error });
}

/** Wraps what the desk rejected with on its way through the stages; `runJob` takes it off again. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
}

function jobErrorOf(error: unknown, stageName: string): JobError {
  if (error instanceof TrainerError) return jobErrorOfTrainer(error);
  if (error instanceof ServingError) {
    return {
      code: 'deploy_failed',
      message: error.message.slice(0, 500),
      nextStep: 'Press Retry: a new job starts; the model that drafts now stays meanwhile.',
      retryable: true,
    };
  }
  if (isDiskFull(error)) {
    return {
      code: 'disk_full',
      message: 'The disk of the machine that runs the agent is full.',
      nextStep: 'Free some space there, then press Retry.',
      retryable: true,
    };
  }
  const kind = error instanceof Error ? error.name : typeof error;
  return {
    code: 'internal',
    message: `The stage ${stageName} stopped on an unexpected ${kind}.`,
    nextStep: 'Press Retry. If it happens again, the log of the agent says more.',
    retryable: true,
  };
}

const FULL_CODES = ['ENOSPC', 'EDQUOT'];

function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && FULL_CODES.includes(String(error.code))) return true;
  return isDiskFull(error.cause);
}
