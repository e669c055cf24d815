import { ServiceError } from '@emailai/contracts/errors';

/** A reason to stop that a person can do something about; the message is all that needs printing. */
export class Sentence extends Error {
  override readonly name = 'Sentence';
  /** 2 for a command line that was not understood, else 1. */
  readonly exitCode: number;

  constructor(text: string, options: { cause?: unknown; exitCode?: number } = {}) {
    super(text, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free some space (a first start needs about 10 GB) and start again.',
  EDQUOT: 'Your disk quota is used up. Free some space and start again.',
  EROFS: 'The disk is read-only. Start emailai from a folder that can be written.',
  EACCES: 'A file or folder may not be used by this user.',
  ECONNREFUSED: 'The database cannot be reached. Check DATABASE_URL and that PostgreSQL runs.',
  ENOTFOUND: 'The host of the database is not known. Check DATABASE_URL.',
  '28P01': 'The database refuses this user or password. Check DATABASE_URL.',
  '3D000': 'The database does not exist. Create it first, or correct DATABASE_URL.',
};

/** What to print for `error`: a sentence where one is known, else `null` and the stack is needed. */
export function sentenceOf(error: unknown): string | null {
  if (error instanceof Sentence) return error.message;
  if (error instanceof ServiceError) {
    return error.nextStep === undefined ? error.message : `${error.message} ${error.nextStep}`;
  }
  if (!(error instanceof Error)) return null;
  if (error.name === 'ListenError') return error.message;
  const code = 'code' in error ? String(error.code) : '';
  const advice = ADVICE[code];
  if (advice !== undefined) return `${advice} (${error.message})`;
  if (error instanceof AggregateError) return sentenceOf(error.errors[0]);
  return error.cause === undefined ? null : sentenceOf(error.cause);
}
