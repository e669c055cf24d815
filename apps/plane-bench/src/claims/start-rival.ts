import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Rivals } from './install-rivals';

const answerSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ seconds: z.number().positive() }),
  z.object({ error: z.string() }),
]);

export type RivalName = 'pg-boss' | 'graphile-worker';

/** A queue library in a process of its own, ready to work through rounds of jobs. */
export interface Rival {
  /** Puts so many jobs in, then takes and completes each; seconds of the latter. */
  round(jobs: number): Promise<number>;
  stop(): Promise<void>;
}

export async function startRival(input: {
  rivals: Rivals;
  name: RivalName;
  databaseUrl: string;
  claimers: number;
}): Promise<Rival> {
  const { rivals, name, databaseUrl, claimers } = input;
  const file = fileURLToPath(new URL(`../../rivals/${name}.mjs`, import.meta.url));
  const child = fork(file, [], {
    execPath: rivals.node,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      RIVALS_DIR: rivals.dir,
      DATABASE_URL: databaseUrl,
      CLAIMERS: String(claimers),
    },
  });
  const exited = once(child, 'exit');
  const answer = async () => {
    const gone = exited.then(([code]) => {
      throw new Error(`${name} ended with ${code} in the middle of a round.`);
    });
    const [message] = await Promise.race([once(child, 'message'), gone]);
    const said = answerSchema.parse(message);
    if ('error' in said) throw new Error(`${name}: ${said.error}`);
    return said;
  };
  await answer();
  return {
    async round(jobs) {
      const answered = answer();
      child.send({ jobs });
      const said = await answered;
      if ('seconds' in said) return said.seconds;
      throw new Error(`${name} said that it is ready instead of how long it took.`);
    },
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
