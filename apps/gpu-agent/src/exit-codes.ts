/** Exit codes of the command line, after BSD's sysexits. */
export const EXIT = {
  ok: 0,
  /** A job failed, or the agent hit an error of its own. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** Something it needs does not answer: the server, Python, the base. */
  unavailable: 69,
  /** Not now: another agent works in this folder. */
  tryAgain: 75,
  /** Wrong settings: no token, a revoked token, no base. */
  config: 78,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a sentence for people instead of a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, sentence: string, options: { cause?: unknown } = {}) {
    super(sentence, { cause: options.cause });
    this.exitCode = exitCode;
  }
}
