import { join } from 'node:path';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import type { AuthenticatedAgent } from '@emailai/services/agent/authenticate-agent';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { composeServices } from '@emailai/services/compose-services';
import { medianOf, percentileOf, rounded } from '../figures';
import type { Stand } from '../stand/open-stand';
import { seedWriters } from '../stand/seed-writers';
import { installRivals } from './install-rivals';
import { type Rival, startRival } from './start-rival';
import { workOwnRound } from './work-own-round';

const CLAIMERS = 8;
const ROUNDS = 5;
const JOBS = 800;
/** The first jobs of each pay for plans, caches and compilers; they do not count. */
const WARM_UP_JOBS = 200;

/** Jobs taken and completed a second: ours through the verbs, against two queue libraries on the same PostgreSQL. */
export async function measureClaims({ postgres, home, cacheDir, say }: Stand) {
  const rivals = await installRivals(cacheDir);
  const services = composeServices({
    databaseUrl: await postgres.createDatabase('claims', true),
    vault: await openMailVault({ keyFile: join(home, 'claims-key.json') }),
    log: () => undefined,
    keepsHouse: false,
  });
  const started: Rival[] = [];
  try {
    const start = async (name: 'pg-boss' | 'graphile-worker') => {
      const databaseUrl = await postgres.createDatabase(name, false);
      const rival = await startRival({ rivals, name, databaseUrl, claimers: CLAIMERS });
      started.push(rival);
      return rival;
    };
    const pgBoss = await start('pg-boss');
    const graphile = await start('graphile-worker');
    const { ctx } = services;
    const agents: AuthenticatedAgent[] = [];
    for (let nth = 1; nth <= CLAIMERS; nth += 1) {
      const { agentId, name } = await createAgentToken({ ctx, input: { name: `claimer ${nth}` } });
      agents.push({ id: agentId, name });
    }
    const writers = await seedWriters(ctx, JOBS);
    const own = (jobs: number, promotes = false) =>
      workOwnRound({ ctx, agents, writers: writers.slice(0, jobs), promotes });

    await own(WARM_UP_JOBS);
    await pgBoss.round(WARM_UP_JOBS);
    await graphile.round(WARM_UP_JOBS);
    const rounds = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { claimSeconds, completeSeconds, ...times } = await own(JOBS);
      const perSecond = JOBS / (claimSeconds + completeSeconds);
      const pgBossPerSecond = JOBS / (await pgBoss.round(JOBS));
      const graphilePerSecond = JOBS / (await graphile.round(JOBS));
      rounds.push({ perSecond, pgBossPerSecond, graphilePerSecond, claimSeconds, ...times });
      say(
        `round ${round} of ${ROUNDS}: ${perSecond.toFixed(0)} jobs/s (${(JOBS / claimSeconds).toFixed(0)} claims, ${(JOBS / completeSeconds).toFixed(0)} completions), pg-boss ${pgBossPerSecond.toFixed(0)}, graphile-worker ${graphilePerSecond.toFixed(0)}`,
      );
    }
    const claimMs = rounds.flatMap((round) => round.claimMs);
    const completeMs = rounds.flatMap((round) => round.completeMs);
    return {
      claimers: CLAIMERS,
      rounds: ROUNDS,
      jobsARound: JOBS,
      perSecond: rounded(medianOf(rounds.map((round) => round.perSecond))),
      pgBossPerSecond: rounded(medianOf(rounds.map((round) => round.pgBossPerSecond))),
      graphilePerSecond: rounded(medianOf(rounds.map((round) => round.graphilePerSecond))),
      ratioPgBoss: rounded(medianOf(rounds.map((r) => r.perSecond / r.pgBossPerSecond))),
      ratioGraphile: rounded(medianOf(rounds.map((r) => r.perSecond / r.graphilePerSecond))),
      p50Ms: rounded(medianOf(claimMs)),
      p99Ms: rounded(percentileOf(claimMs, 0.99)),
      completeP99Ms: rounded(percentileOf(completeMs, 0.99)),
    };
  } finally {
    for (const rival of started) await rival.stop();
    await services.close();
  }
}
