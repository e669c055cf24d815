import { StageError } from '@emailai/contracts/errors';

/** `program` could not be started, or lacks the trainer's packages. */
export function pythonMissing(program: string, options: { cause?: unknown } = {}): StageError {
  return new StageError(
    {
      code: 'python_missing',
      message: `The trainer's Python (${program}) cannot be started or lacks its packages.`,
      nextStep:
        'Run any root command once (npm start): it builds the environment. EMAILAI_PYTHON names another one.',
      retryable: true,
    },
    options,
  );
}

/** Whether Python's last words say that the environment is not the trainer's. */
export const lacksPackages = (stderr: string) =>
  /\b(ModuleNotFoundError|No module named)\b/.test(stderr);
