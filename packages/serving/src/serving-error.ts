export type ServingErrorCode =
  | 'engine_down'
  | 'base_refused'
  | 'model_missing'
  | 'adapter_unreadable'
  | 'adapter_refused'
  | 'cannot_score'
  | 'disk_full'
  | 'unsupported'
  | 'failed';

/** Why an engine cannot do what it was asked; `message` is a sentence for people that says what to do. */
export class ServingError extends Error {
  override readonly name = 'ServingError';
  readonly code: ServingErrorCode;

  constructor(code: ServingErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
  }
}
