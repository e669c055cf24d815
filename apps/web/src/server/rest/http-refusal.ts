/** Refusals of HTTP itself, beside those of the verbs (contracts/errors). */
export const HTTP_REFUSALS = {
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
} as const;

interface Options {
  param?: string | null;
  headers?: Readonly<Record<string, string>>;
}

/** A request that never reaches a verb; its message says what to send instead. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: string;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: keyof typeof HTTP_REFUSALS | 'invalid_input',
    message: string,
    { param = null, headers = {} }: Options = {},
  ) {
    super(message);
    this.status = code === 'invalid_input' ? 400 : HTTP_REFUSALS[code];
    this.code = code;
    this.param = param;
    this.headers = headers;
  }
}
