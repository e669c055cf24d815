import { ServingError, type ServingErrorCode } from '@emailai/serving/serving-error';

/** A refusal of the door; `message` is a sentence for whoever called. */
export class DoorError extends Error {
  override readonly name = 'DoorError';
  readonly status: number;

  constructor(status: number, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.status = status;
  }
}

const STATUS: Partial<Record<ServingErrorCode, number>> = {
  engine_down: 503,
  model_missing: 404,
  unsupported: 400,
  disk_full: 507,
};

/** What an error is called at the door: ours keep their sentence, any other may quote mail and says nothing. */
export function doorErrorOf(error: unknown): DoorError {
  if (error instanceof DoorError) return error;
  if (error instanceof ServingError) {
    return new DoorError(STATUS[error.code] ?? 500, error.message, { cause: error });
  }
  return new DoorError(500, 'The agent could not do that; its log says more.', { cause: error });
}
