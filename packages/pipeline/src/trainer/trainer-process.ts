import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type TrainerReply, trainerReplySchema } from '@emailai/contracts/trainer-protocol';
import type { TrainProgress } from '../ports';
import { killTree } from './kill-tree';
import { lacksPackages, pythonMissing } from './python-missing';
import { trainerEnvironment } from './trainer-environment';
import { TrainerError } from './trainer-error';

const KEPT_STDERR_CHARS = 4_000;

export interface TrainerProcess {
  /** Writes a request and resolves with its `done` result. */
  send(
    request: { type: string; id: string },
    onProgress?: (event: TrainProgress) => void,
  ): Promise<unknown>;
  readonly pid: number | undefined;
  /** Ends the process and all it started; resolves when it is gone. */
  kill(): Promise<void>;
  readonly exited: Promise<void>;
}

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  onProgress: (event: TrainProgress) => void;
}

export interface TrainerProgram {
  python: string;
  environment: NodeJS.ProcessEnv;
  log: (sentence: string) => void;
}

/**
 * `python -m emailai_trainer` as a child in a process group of its own. When it ends, requests under way reject
 * with TrainerError `crashed`, or StageError `python_missing`. It leaves by itself when this process goes, for
 * then its stdin ends.
 */
export function startTrainerProcess({ python, environment, log }: TrainerProgram): TrainerProcess {
  const child = spawn(python, ['-m', 'emailai_trainer'], {
    detached: process.platform !== 'win32',
    env: trainerEnvironment(environment),
    stdio: 'pipe',
  });
  const pending = new Map<string, Pending>();
  let stderr = '';
  let end: Error | null = null;

  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_CHARS);
  });
  // A trainer that is gone is told by its exit, not by the pipe that broke.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply = parseReply(line);
    if (reply !== null) settle(reply, pending);
    else {
      log('The trainer said something that is not in its protocol; it is ended.');
      killTree(child);
    }
  });
  const exited = new Promise<void>((resolve) => {
    const gone = (error: Error) => {
      end ??= error;
      for (const { reject } of pending.values()) reject(end);
      pending.clear();
      resolve();
    };
    child.once('error', (cause) => gone(pythonMissing(python, { cause })));
    child.once('close', (code, signal) => {
      if (lacksPackages(stderr)) return gone(pythonMissing(python));
      gone(crashed(code, signal, stderr));
    });
  });

  return {
    send(request, onProgress = () => undefined) {
      return new Promise((resolve, reject) => {
        if (end !== null) return reject(end);
        pending.set(request.id, { resolve, reject, onProgress });
        writeLine(child, request);
      });
    },
    get pid() {
      return child.pid;
    },
    kill() {
      killTree(child);
      return exited;
    },
    exited,
  };
}

function settle(reply: TrainerReply, pending: Map<string, Pending>): void {
  if (reply.type === 'ready') return;
  const request = reply.id === null ? undefined : pending.get(reply.id);
  if (request === undefined) return;
  if (reply.type === 'progress') {
    request.onProgress(reply.event);
    return;
  }
  pending.delete(reply.id ?? '');
  if (reply.type === 'done') request.resolve(reply.result);
  else request.reject(new TrainerError(reply.code, reply.message));
}

function parseReply(line: string): TrainerReply | null {
  try {
    return trainerReplySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function writeLine(child: ChildProcessWithoutNullStreams, request: object): void {
  child.stdin.write(`${JSON.stringify(request)}\n`);
}

/** The last line of stderr is a place in the trainer's source or the system's word; mail never stands there. */
function crashed(code: number | null, signal: string | null, stderr: string): TrainerError {
  const how = signal ?? `exit code ${code}`;
  const lastLine = stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  // The kernel's out-of-memory killer says nothing and uses this signal.
  const hint = signal === 'SIGKILL' ? ' The machine may have run out of memory.' : '';
  return new TrainerError('crashed', `The trainer stopped (${how}).${hint} ${lastLine}`.trim());
}
