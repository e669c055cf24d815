import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Call, type Calls, replySchema } from './calls';

type InputOf<C> = C extends (input: infer Input) => unknown ? Input : never;
type AnswerOf<C> = C extends (input: never) => Promise<infer Answer> ? Answer : never;

/** A process of this bench that serves `C`. */
export interface Child<C extends Calls> {
  call<Name extends keyof C & string>(
    name: Name,
    input: InputOf<C[Name]>,
  ): Promise<AnswerOf<C[Name]>>;
  /** Lets it close what it opened, and waits for its end. */
  stop(): Promise<void>;
}

/** A child that does not close in time is killed. */
const STOP_PATIENCE_MS = 10_000;

/** Starts `file` (of this package's src) as a process of its own; what it writes to stderr is passed on. */
export async function startChild<C extends Calls>(
  file: string,
  env: Record<string, string>,
): Promise<Child<C>> {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const waiting = new Map<number, { resolve: (a: unknown) => void; reject: (e: Error) => void }>();
  let lastId = 0;
  const exited = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} has ended.`));
    waiting.clear();
  });
  const ready = new Promise<void>((resolve, reject) => {
    void exited.then(() => reject(new Error(`${file} ended before it was ready.`)));
    child.on('message', (message) => {
      const reply = replySchema.parse(message);
      if ('ready' in reply) return resolve();
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ('error' in reply) asked?.reject(new Error(`${file}: ${reply.error}`));
      else asked?.resolve(reply.answer);
    });
  });
  await ready;
  return {
    call<Name extends keyof C & string>(name: Name, input: InputOf<C[Name]>) {
      lastId += 1;
      const call: Call = { id: lastId, name, input };
      const answered = new Promise<unknown>((resolve, reject) => {
        waiting.set(call.id, { resolve, reject });
      });
      child.send(call);
      return asAnswer<AnswerOf<C[Name]>>(answered);
    },
    async stop() {
      if (child.connected) child.disconnect();
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
      await exited;
      clearTimeout(patience);
    },
  };
}

/** Both ends are this package's own and compiled against the same `Calls`. */
function asAnswer<Answer>(answered: Promise<unknown>): Promise<Answer> {
  return answered as Promise<Answer>;
}
