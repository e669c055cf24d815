// `npm run migration:new -w @emailai/db -- <name>`: writes the SQL that takes the migrations to prisma/schema,
// to be read, completed by hand (checks, triggers, partial indexes) and committed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMigrations, MIGRATIONS_DIR } from '../src/apply-migrations';
import { diffSchema } from '../src/diff-schema';
import { startEmbeddedPostgres } from '../src/embedded-postgres';

async function diffFromMigrations(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'emailai-migration-'));
  const postgres = await startEmbeddedPostgres({ home, isDurable: false });
  try {
    await applyMigrations({ url: postgres.url });
    return await diffSchema(postgres.url);
  } finally {
    await postgres.stop();
    await rm(home, { recursive: true });
  }
}

async function main(): Promise<void> {
  const [name = ''] = process.argv.slice(2);
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    console.error('Give the migration a name like add_quiet_hours.');
    process.exitCode = 2;
    return;
  }
  const sql = await diffFromMigrations();
  if (sql === '') {
    console.log('The migrations already make what prisma/schema says: nothing to write.');
    return;
  }
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const dir = join(MIGRATIONS_DIR, `${time}_${name}`);
  await mkdir(dir);
  await writeFile(join(dir, 'migration.sql'), `${sql}\n`);
  console.log(`Written: ${join(dir, 'migration.sql')}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
