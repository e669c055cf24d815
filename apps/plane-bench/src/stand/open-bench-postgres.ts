import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMigrations } from '@emailai/db/apply-migrations';
import { startEmbeddedPostgres } from '@emailai/db/embedded-postgres';
import pg from 'pg';

export interface BenchPostgres {
  /** A fresh database in it; `isOurs` says whether it gets our tables. */
  createDatabase(name: string, isOurs: boolean): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL of the bench's own, set up as the product's: what is committed lies on the disk. */
export async function openBenchPostgres(): Promise<BenchPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'emailai-bench-pg-'));
  const postgres = await startEmbeddedPostgres({ home });
  return {
    async createDatabase(name, isOurs) {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      await client
        .query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
        .finally(() => client.end());
      const url = new URL(postgres.url);
      url.pathname = name;
      if (isOurs) await applyMigrations({ url: url.href });
      return url.href;
    },
    async stop() {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
