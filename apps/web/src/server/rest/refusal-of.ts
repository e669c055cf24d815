import { toTransportError } from '@emailai/api/transport-errors';
import { ServiceError } from '@emailai/contracts/errors';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { HttpRefusal } from './http-refusal';

export interface Refusal {
  status: number;
  code: string;
  message: string;
  param: string | null;
  headers: Readonly<Record<string, string>>;
  /** What stands beside `error` in the body. */
  beside: Readonly<Record<string, unknown>>;
}

/** How a refusal travels over plain HTTP; `null` for an error that nobody foresaw. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof HttpRefusal) {
    const { status, code, message, param, headers } = error;
    return { status, code, message, param, headers, beside: {} };
  }
  if (!(error instanceof ServiceError)) return null;
  const { code, message, nextStep, details } = error;
  return {
    status: getHTTPStatusCodeFromError(toTransportError(error)),
    code,
    message: nextStep === undefined ? message : `${message} ${nextStep}`,
    param: typeof details.param === 'string' ? details.param : null,
    headers: headersOf(error),
    beside: besideOf(error),
  };
}

function headersOf({ code, details }: ServiceError): Record<string, string> {
  if (code === 'unauthenticated') return { 'WWW-Authenticate': 'Bearer' };
  if (code !== 'rate_limited') return {};
  return { 'Retry-After': String(details.retryAfterSeconds ?? 1) };
}

/** Of a refusal's details only what the document promises: the job in the way, or what is missing. */
function besideOf({ code, details }: ServiceError): Record<string, unknown> {
  if (code === 'job_active' && 'job' in details) return { job: details.job };
  if (code !== 'not_eligible') return {};
  const { sentCount, required, missing } = details;
  return { eligibility: { sentCount, required, missing } };
}
