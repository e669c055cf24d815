import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMigrations } from '@emailai/db/apply-migrations';
import { startEmbeddedPostgres } from '@emailai/db/embedded-postgres';

/** A PostgreSQL of the suite's own, with one migrated database to copy. */
export interface Server {
  serverUrl: string;
  template: string;
  /**
   * What `pg_ctl restart -m immediate` does: every process of the server leaves at once without a word to its
   * clients, and the next one on the same port recovers from the log.
   */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Durable, it keeps what was committed over `restart`; otherwise it is quicker. */
export async function openServer({ isDurable }: { isDurable: boolean }): Promise<Server> {
  const home = await mkdtemp(join(tmpdir(), 'emailai-faults-pg-'));
  let postgres = await startEmbeddedPostgres({ home, isDurable });
  const stop = async () => {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  };
  try {
    await applyMigrations({ url: postgres.url });
    const url = new URL(postgres.url);
    const template = url.pathname.slice(1);
    url.pathname = 'postgres';
    return {
      serverUrl: url.href,
      template,
      async restart() {
        process.kill(postgres.pid, 'SIGQUIT');
        await postgres.exited;
        postgres = await startEmbeddedPostgres({ home, isDurable, port: Number(url.port) });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
