import type { ServerResponse } from 'node:http';

export interface HttpError {
  code: string;
  /** What happened and what to do about it. */
  message: string;
  requestId: string;
  /** The field, query parameter or header at fault. */
  param?: string | null | undefined;
}

/**
 * The error shape every plain HTTP route answers with: `{error: {code, message, param, type, requestId}}`. It is
 * OpenAI's envelope and ours at once.
 */
export function errorBody(
  status: number,
  { code, message, param = null, requestId }: HttpError,
): { error: Required<HttpError> & { type: string } } {
  return { error: { code, message, param, type: errorTypeOf(status), requestId } };
}

/** What else the caller needs to go on stands beside `error`. */
export function answerError(
  res: ServerResponse,
  status: number,
  error: HttpError,
  beside: Readonly<Record<string, unknown>> = {},
): void {
  answerJson(res, status, { ...errorBody(status, error), ...beside });
}

export function answerJson(res: ServerResponse, status: number, body: unknown): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  res.end(JSON.stringify(body));
}

export const ERROR_TYPES = [
  'invalid_request_error',
  'authentication_error',
  'permission_error',
  'rate_limit_error',
  'server_error',
] as const;

/** The coarse kind by which OpenAI's clients sort errors. */
function errorTypeOf(status: number): (typeof ERROR_TYPES)[number] {
  if (status >= 500) return 'server_error';
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  return status === 429 ? 'rate_limit_error' : 'invalid_request_error';
}
