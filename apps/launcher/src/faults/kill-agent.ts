import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { misused } from '../demo-options';
import { readLauncherEnv } from '../launcher-env';
import { EXPECTED_STATUSES } from '../once/once-report';
import { openPostgres } from '../product/open-postgres';
import { runCommand } from '../run-command';
import { type KilledRun, killAtFirstStep } from './kill-at-first-step';

const DEFAULT_TIMES = 10;

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

/** `npm run test:faults -- --times N`: every run on a database of its own; exit 0 only if all of them are whole. */
async function killAgent(args: string[]): Promise<number> {
  const times = timesOf(args);
  const env = readLauncherEnv(process.env);
  let whole = 0;
  for (let run = 1; run <= times; run += 1) {
    const home = await mkdtemp(join(tmpdir(), 'emailai-fault-pg-'));
    const postgres = await openPostgres({ url: null, home });
    try {
      const result = await killAtFirstStep({
        databaseUrl: postgres.url,
        python: env.EMAILAI_PYTHON,
        cacheDir: env.EMAILAI_CACHE,
        say,
      });
      if (isWhole(result)) whole += 1;
      say(`${run} of ${times}: ${isWhole(result) ? 'whole' : 'BROKEN'} ${JSON.stringify(result)}`);
    } finally {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    }
  }
  process.stdout.write(`${JSON.stringify({ fault: 'SIGKILL at the first step', times, whole })}\n`);
  return whole === times ? 0 : 1;
}

/** Completed, once, over the whole road, with nothing of the killed agent left. */
function isWhole(run: KilledRun): boolean {
  return (
    run.kills === 1 &&
    run.completedEvents === 1 &&
    run.modelVersions === 1 &&
    run.orphans === 0 &&
    run.problems.length === 0 &&
    run.statuses.join() === EXPECTED_STATUSES.join()
  );
}

function timesOf(args: string[]): number {
  const { values } = parseArgs({ args, options: { times: { type: 'string' } } });
  const times = Number(values.times ?? DEFAULT_TIMES);
  if (Number.isInteger(times) && times > 0) return times;
  throw misused(`--times ${values.times} is not a number of repetitions.`);
}

runCommand(killAgent);
