import { applyMigrations } from '@emailai/db/apply-migrations';
import { startEmbeddedPostgres } from '@emailai/db/embedded-postgres';

export interface OpenPostgres {
  url: string;
  /** Embedded databases end with this; somebody else's runs on. */
  stop(): Promise<void>;
}

/** A database brought up to date: the one at `url`, or the embedded one in `home`. */
export async function openPostgres(input: {
  url: string | null;
  home: string;
}): Promise<OpenPostgres> {
  const postgres: OpenPostgres =
    input.url === null
      ? await startEmbeddedPostgres({ home: input.home })
      : { url: input.url, stop: () => Promise.resolve() };
  try {
    await applyMigrations({ url: postgres.url });
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
