import { spawn } from 'node:child_process';
import { StageError } from '@emailai/contracts/errors';
import { killTree } from './kill-tree';
import { lacksPackages, pythonMissing } from './python-missing';
import { trainerEnvironment } from './trainer-environment';

const KEPT_STDERR_CHARS = 4_000;
/** Exit code by which the trainer's programs say: the sentence on stderr is for people. */
const REFUSED = 2;

export interface PythonModule {
  python: string;
  module: string;
  args: string[];
  environment: NodeJS.ProcessEnv;
  /** Makes an error of the sentence a program refused with. */
  onRefusal: (sentence: string) => Error;
  signal?: AbortSignal;
}

/**
 * Runs `python -m <module>` to its end and resolves with what it printed. Rejects with `onRefusal`'s error,
 * `python_missing`, or `signal.reason`.
 */
export async function runPythonModule(options: PythonModule): Promise<string> {
  const { python, module, args, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(python, ['-m', module, ...args], {
    detached: process.platform !== 'win32',
    env: trainerEnvironment(options.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_CHARS);
  });
  const stop = () => killTree(child);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', (cause) => reject(pythonMissing(python, { cause })));
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    if (code === 0) return stdout;
    const lastLine = stderr.trim().split('\n').at(-1) ?? '';
    if (code === REFUSED) throw options.onRefusal(lastLine);
    if (lacksPackages(stderr)) throw pythonMissing(python);
    throw new StageError({
      code: 'internal',
      message: `${module} stopped unexpectedly (${lastLine.slice(0, 200)}).`,
      nextStep: 'Try again. If it happens again, the log of the agent says more.',
      retryable: true,
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
