import type { AppRouter } from '@emailai/api/app/router';
import { TRPCClientError } from '@trpc/client';

export interface RefusalWords {
  message: string;
  nextStep: string | null;
}

/** What went wrong and what to do about it, in words a person can use, of anything a call may throw. */
export function refusalWords(error: unknown): RefusalWords {
  if (!(error instanceof Error)) {
    return { message: 'Something went wrong.', nextStep: 'Reload the page.' };
  }
  if (error instanceof TRPCClientError) {
    const { data }: TRPCClientError<AppRouter> = error;
    if (data) return { message: error.message, nextStep: data.nextStep };
  }
  return {
    message: 'The server could not be reached.',
    nextStep: 'Check that emailai is still running; the page tries again by itself.',
  };
}

/** True where the session has ended. */
export function isSignedOut(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const { data }: TRPCClientError<AppRouter> = error;
  return data?.code === 'unauthenticated';
}
