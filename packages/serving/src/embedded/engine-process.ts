import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { childEnvironment } from '../child-environment';
import { ServingError } from '../serving-error';
import type { EngineVerb, EngineVerbs, FromChild, OpenInput, ToChild } from './engine-verbs';

const CLOSE_PATIENCE_MS = 2_000;
/**
 * glibc raises the size from which it asks the system for memory of its own as soon as the first such piece is freed;
 * then contexts are cut out of heaps that never shrink, one a thread. Told a size and a number, it keeps to them:
 * without, 1,000 drafts for 20 people took 1.7 times the memory of the full pool. Other systems take no notice.
 */
const GIVES_MEMORY_BACK = {
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_ARENA_MAX: '1',
};
const KEPT_STDERR_CHARS = 2_000;

export interface EngineProcess {
  /** Starts the child where none lives. Rejects with a ServingError, or with `signal.reason` once aborted. */
  request<V extends EngineVerb>(
    verb: V,
    input: EngineVerbs[V]['input'],
    options?: { signal?: AbortSignal | undefined; onText?: (text: string) => void },
  ): Promise<EngineVerbs[V]['result']>;
  readonly pid: number | undefined;
  /** Ends the child once it has answered what it was asked; what is asked meanwhile waits, and starts another. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export interface EngineProcessOptions {
  open: OpenInput;
  environment: NodeJS.ProcessEnv;
  log: (sentence: string) => void;
  /** A child that was asked nothing for so long is ended; without it a child stays. */
  restAfterMs?: number | undefined;
  onChild?: ((pid: number, isAlive: boolean) => void) | undefined;
}

interface Pending {
  settle(message: Exclude<FromChild, { type: 'text' }>): void;
  fail(error: Error): void;
  onText: (text: string) => void;
}

interface Living {
  child: ChildProcess;
  pending: Map<number, Pending>;
  opened: Promise<unknown>;
  exited: Promise<void>;
}

/**
 * The child that holds llama.cpp: when it dies its requests fail with a sentence, and the next request starts
 * another. It leaves by itself when this process goes.
 */
export function createEngineProcess(options: EngineProcessOptions): EngineProcess {
  let living: Living | null = null;
  let nextId = 1;
  let isClosed = false;
  let resting: Promise<void> | null = null;
  let restTimer: NodeJS.Timeout | undefined;
  let onIdle: () => void = () => undefined;

  function send<V extends EngineVerb>(
    { child, pending }: Pick<Living, 'child' | 'pending'>,
    verb: V,
    input: EngineVerbs[V]['input'],
    onText: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<EngineVerbs[V]['result']> {
    const id = nextId;
    nextId += 1;
    return new Promise((resolve, reject) => {
      const tell = (message: ToChild) => child.connected && child.send(message, () => undefined);
      const leave = () => {
        tell({ type: 'cancel', id });
        entry.fail(signal?.reason);
      };
      const over = () => {
        pending.delete(id);
        signal?.removeEventListener('abort', leave);
        if (pending.size === 0) becomeIdle();
      };
      const entry: Pending = {
        onText,
        settle(message) {
          over();
          if (message.type === 'failed') reject(new ServingError(message.code, message.message));
          // The child answers a request of one verb with that verb's result.
          else resolve(message.result as EngineVerbs[V]['result']);
        },
        fail(error) {
          over();
          reject(error);
        },
      };
      if (signal?.aborted) return reject(signal.reason);
      pending.set(id, entry);
      signal?.addEventListener('abort', leave, { once: true });
      tell({ type: 'request', id, verb, input } as ToChild);
    });
  }

  function start(): Living {
    const child = forkEngine(options.environment);
    const pending = new Map<number, Pending>();
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_CHARS);
    });
    child.on('message', (message: FromChild) => {
      const entry = pending.get(message.id);
      if (message.type === 'text') entry?.onText(message.text);
      else entry?.settle(message);
    });
    const exited = new Promise<void>((resolve) => {
      const gone = (how: string) => {
        if (living?.child === child) living = null;
        if (child.pid !== undefined) options.onChild?.(child.pid, false);
        const lastWords = stderr.trim().split('\n').at(-1) ?? '';
        if (!isClosed && resting === null)
          options.log(`The model engine stopped (${how}). ${lastWords}`.trim());
        const error = new ServingError(
          'engine_down',
          `The model engine stopped (${how}); it starts again with the next request. Try once more.`,
        );
        for (const entry of [...pending.values()]) entry.fail(error);
        resolve();
      };
      child.once('error', (error) => gone(error.message));
      child.once('exit', (code, signal) => gone(signal ?? `exit code ${code}`));
    });
    const opened = send({ child, pending }, 'open', options.open, () => undefined);
    opened.catch(() => child.kill('SIGKILL'));
    if (child.pid !== undefined) options.onChild?.(child.pid, true);
    return { child, pending, opened, exited };
  }

  function becomeIdle(): void {
    onIdle();
    clearTimeout(restTimer);
    if (options.restAfterMs === undefined || isClosed) return;
    restTimer = setTimeout(() => void rest(), options.restAfterMs);
    restTimer.unref();
  }

  async function end({ child, exited }: Living): Promise<void> {
    if (child.connected) child.send({ type: 'close' }, () => undefined);
    const killer = setTimeout(() => child.kill('SIGKILL'), CLOSE_PATIENCE_MS);
    await exited;
    clearTimeout(killer);
  }

  async function endWhenIdle(): Promise<void> {
    while (living !== null && living.pending.size > 0) {
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    }
    if (living !== null) await end(living);
  }

  function rest(): Promise<void> {
    resting ??= endWhenIdle().finally(() => {
      resting = null;
    });
    return resting;
  }

  /** A child that is open, and not about to be ended. */
  async function openedChild(): Promise<{ used: Living; facts: unknown }> {
    for (;;) {
      while (resting !== null) await resting;
      living ??= start();
      const used = living;
      const facts = await used.opened;
      if (living === used && resting === null) return { used, facts };
    }
  }

  return {
    rest,
    async request(verb, input, { signal, onText = () => undefined } = {}) {
      if (isClosed) throw new ServingError('engine_down', 'The model engine is closed.');
      clearTimeout(restTimer);
      const { used, facts } = await openedChild();
      // `opened` is the answer to `open`: it is asked once a child.
      if (verb === 'open') return facts as EngineVerbs[typeof verb]['result'];
      return send(used, verb, input, onText, signal);
    },
    get pid() {
      return living?.child.pid;
    },
    async close() {
      isClosed = true;
      clearTimeout(restTimer);
      if (living !== null) await end(living);
    },
  };
}

/** TypeScript all the way down: the child reads its source through tsx, wherever the parent stands. */
function forkEngine(environment: NodeJS.ProcessEnv): ChildProcess {
  const require = createRequire(import.meta.url);
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  return fork(fileURLToPath(new URL('./engine-child.ts', import.meta.url)), [], {
    // See ModelHost: it knows better than V8 when there is much to collect.
    execArgv: ['--expose-gc', '--import', tsx],
    env: childEnvironment(environment, GIVES_MEMORY_BACK),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
