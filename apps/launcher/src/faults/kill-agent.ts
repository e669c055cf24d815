import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LauncherEnv } from '../launcher-env';
import { EXPECTED_STATUSES } from '../once/once-report';
import { openPostgres } from '../product/open-postgres';
import { type KilledRun, killAtFirstStep } from './kill-at-first-step';

/** The whole road so often, the agent killed at its first step: every run on a database of its own. */
export async function killAgent(
  times: number,
  env: LauncherEnv,
  say: (sentence: string) => void,
): Promise<{ fault: string; times: number; whole: number }> {
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
  return { fault: 'SIGKILL at the first step', times, whole };
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
