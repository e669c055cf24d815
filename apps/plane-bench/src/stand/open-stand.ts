import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePagesBuilt } from '@emailai/web/server/pages/ensure-pages-built';
import { type BenchPostgres, openBenchPostgres } from './open-bench-postgres';

/** What every section stands on. */
export interface Stand {
  postgres: BenchPostgres;
  /** Folder of this run. */
  home: string;
  cacheDir: string;
  say: (sentence: string) => void;
}

export async function openStand(input: {
  cacheDir: string;
  say: (sentence: string) => void;
}): Promise<Stand & { close(): Promise<void> }> {
  // Before any clock runs.
  await ensurePagesBuilt();
  const home = await mkdtemp(join(tmpdir(), 'emailai-bench-'));
  const postgres = await openBenchPostgres();
  return {
    ...input,
    home,
    postgres,
    async close() {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
