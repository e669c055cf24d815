import { parseArgs } from 'node:util';
import { findRunningPostgres } from '@emailai/db/embedded-postgres';
import { printSql } from '@emailai/db/print-sql';
import { misused } from './demo-options';
import { type LauncherEnv, readLauncherEnv } from './launcher-env';
import { openPostgres } from './product/open-postgres';
import { type Mode, placesOf } from './product/places';
import { runCommand } from './run-command';
import { Sentence } from './sentence';

const HELP = `npm run sql -- [options] "SELECT …"

Asks the database of the demo or of npm start, whichever runs; without either, the demo's is started for the moment.

  --demo, --start   that of the demo, or that of npm start (DATABASE_URL where it is set)
  --database URL    another one
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  demo: { type: 'boolean' },
  start: { type: 'boolean' },
  database: { type: 'string' },
} as const;

async function sql(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [statement, ...rest] = positionals;
  if (statement === undefined || rest.length > 0) {
    throw misused('One statement in quotation marks is needed.');
  }
  const env = readLauncherEnv(process.env);
  const postgres = await openPostgres(await chooseDatabase(env, values));
  try {
    process.stdout.write(`${await printSql({ url: postgres.url, sql: statement })}\n`);
    return 0;
  } catch (error) {
    throw new Sentence(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    await postgres.stop();
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error));
  }
}

async function chooseDatabase(
  env: LauncherEnv,
  asked: { demo?: boolean; start?: boolean; database?: string },
): Promise<{ url: string | null; home: string }> {
  const modes: Mode[] = asked.start ? ['start'] : asked.demo ? ['demo'] : ['demo', 'start'];
  const homes = modes.map((mode) => placesOf(env, mode).postgresHome);
  const home = homes[0] ?? placesOf(env, 'demo').postgresHome;
  const set = asked.database ?? (asked.start ? env.DATABASE_URL : undefined);
  if (set !== undefined) return { url: set, home };
  for (const candidate of homes) {
    const url = await findRunningPostgres(candidate);
    if (url !== null) return { url, home: candidate };
  }
  return { url: null, home };
}

runCommand(sql);
