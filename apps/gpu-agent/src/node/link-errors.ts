import type { AgentRouter } from '@emailai/api/agent/router';
import { TRPCClientError } from '@trpc/client';
import { LinkError, type LinkErrorKind } from '../core/link-error';

/** Codes of the control plane that mean "not now". */
const TEMPORARY = new Set(['unavailable', 'internal', 'rate_limited', 'no_agent']);

/** What a failed call means for the core. A failure without the server's data is one of the connection. */
export function toLinkError(error: unknown): LinkError {
  if (error instanceof LinkError) return error;
  if (!(error instanceof TRPCClientError)) {
    return new LinkError('refused', 'The answer could not be read.', { cause: error });
  }
  const { data, message } = error as TRPCClientError<AgentRouter>;
  if (!data) return new LinkError('disconnected', 'The connection broke.', { cause: error });
  return new LinkError(kindOf(data.code), message, { cause: error });
}

function kindOf(code: string): LinkErrorKind {
  if (code === 'lost') return 'lost';
  if (code === 'grant_expired' || code === 'grant_refused') return 'ungranted';
  if (code === 'unauthenticated' || code === 'forbidden') return 'unauthorized';
  return TEMPORARY.has(code) ? 'unavailable' : 'refused';
}
