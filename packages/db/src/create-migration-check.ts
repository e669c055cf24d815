import { type Migration, readMigrations } from './apply-migrations';
import type { Database } from './open-database';

/** Names of migrations of this version that the database has not been given (whole). Reads the files once. */
export function createMigrationCheck(db: Pick<Database, 'pool'>): () => Promise<string[]> {
  let files: Promise<Migration[]> | undefined;
  return async () => {
    files ??= readMigrations();
    const { rows } = await db.pool.query<{ name: string }>(
      `SELECT "migration_name" AS name FROM "_prisma_migrations"
       WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`,
    );
    const applied = new Set(rows.map((row) => row.name));
    return (await files).map(({ name }) => name).filter((name) => !applied.has(name));
  };
}
