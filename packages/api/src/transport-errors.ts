import { type ErrorCode, ServiceError } from '@emailai/contracts/errors';
import type { Log } from '@emailai/services/log';
import type { LogIds } from '@emailai/services/log-ids';
import { type TRPCDefaultErrorShape, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';

type TransportCode = TRPCError['code'];

/** Which transport error (and with it which HTTP status) each refusal is. */
const TRANSPORT_CODES: Readonly<Record<ErrorCode, TransportCode>> = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  invalid_input: 'BAD_REQUEST',
  not_eligible: 'FORBIDDEN',
  job_active: 'CONFLICT',
  job_not_cancellable: 'CONFLICT',
  job_not_retryable: 'CONFLICT',
  lost: 'PRECONDITION_FAILED',
  grant_refused: 'FORBIDDEN',
  grant_expired: 'PRECONDITION_FAILED',
  no_agent: 'SERVICE_UNAVAILABLE',
  no_model: 'NOT_FOUND',
  draft_failed: 'BAD_GATEWAY',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** What a client reads in `error.data`: our code, never a stack, never a text of an unknown error. */
export interface ErrorData {
  code: ErrorCode | 'internal';
  nextStep: string | null;
  details: Readonly<Record<string, unknown>>;
  requestId: string | null;
  httpStatus: number;
  path: string | null;
}

/** The same refusal as the transport's own error class, so that it travels with the right status. */
export function toTransportError(error: unknown): TRPCError {
  const known = serviceErrorIn(error);
  if (known === null) {
    return error instanceof TRPCError
      ? error
      : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error });
  }
  return new TRPCError({ code: TRANSPORT_CODES[known.code], message: known.message, cause: known });
}

/** The one place that decides which words of an error leave the process. */
export function shapeError(input: {
  error: TRPCError;
  shape: TRPCDefaultErrorShape;
  requestId: string | null;
  /** Who asked and about what, for the log. */
  ids?: LogIds;
  log: Log | null;
}): { message: string; code: TRPCDefaultErrorShape['code']; data: ErrorData } {
  const { error, shape, requestId, ids = {}, log } = input;
  const common = {
    requestId,
    httpStatus: shape.data.httpStatus,
    path: shape.data.path ?? null,
  };
  const about = { ...ids, ...(requestId === null ? {} : { requestId }), path: common.path };
  const known = serviceErrorIn(error);
  if (known) {
    const { nextStep = null, details } = known;
    log?.({ level: 'info', event: 'request_refused', ...about, code: known.code });
    return {
      message: known.message,
      code: shape.code,
      data: { ...common, code: known.code, nextStep, details },
    };
  }
  const refused = refusalOf(error);
  if (refused) {
    log?.({ level: 'info', event: 'request_refused', ...about, code: refused.code });
    return {
      message: refused.message,
      code: shape.code,
      data: { ...common, code: refused.code, nextStep: null, details: {} },
    };
  }
  log?.({ level: 'error', event: 'request_failed', ...about, error: error.cause ?? error });
  return {
    message: `Something went wrong on our side. Reference: ${requestId ?? 'none'}.`,
    code: shape.code,
    data: {
      ...common,
      code: 'internal',
      nextStep: 'Try again; if it stays, give the reference to whoever runs this server.',
      details: {},
    },
  };
}

function serviceErrorIn(error: unknown): ServiceError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof ServiceError) return at;
  }
  return null;
}

/** Refusals of the transport itself: input that does not parse, paths that do not exist. */
function refusalOf(error: TRPCError): { code: ErrorCode; message: string } | null {
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) {
    const issue = error.cause.issues[0];
    const where = issue?.path.join('.') || 'input';
    return { code: 'invalid_input', message: `${where}: ${issue?.message ?? 'not valid'}` };
  }
  if (error.cause !== undefined && error.code !== 'PARSE_ERROR') return null;
  switch (error.code) {
    case 'PARSE_ERROR':
    case 'BAD_REQUEST':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'METHOD_NOT_SUPPORTED':
    case 'PAYLOAD_TOO_LARGE':
      return { code: 'invalid_input', message: 'The request could not be read.' };
    case 'NOT_FOUND':
      return { code: 'not_found', message: 'There is no such procedure.' };
    default:
      return null;
  }
}
