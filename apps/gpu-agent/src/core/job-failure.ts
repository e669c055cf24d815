import { type JobError, StageError } from '@emailai/contracts/errors';

/** What the writer is told about a failure that no stage has put into words. */
export function jobErrorOf(error: unknown): JobError {
  if (error instanceof StageError) return error.jobError;
  if (errorCodeOf(error) === 'ENOSPC') {
    return {
      code: 'disk_full',
      message: 'The disk of the agent is full.',
      nextStep: 'Free some space on the machine that runs the agent, then press Retry.',
      retryable: true,
    };
  }
  return {
    code: 'internal',
    message: 'The agent hit an error of its own.',
    nextStep: 'Press Retry. If it happens again, the log of the agent says more.',
    retryable: true,
  };
}

function errorCodeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error) return error.code;
  return 'cause' in error ? errorCodeOf(error.cause) : undefined;
}
