import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { seededRandom } from '@emailai/mailbox/personas/random';
import { composeServices } from '@emailai/services/compose-services';
import type { Ground } from '../field/ground';
import { checkJob } from '../oracle/check-job';
import type { Finding } from '../oracle/finding';
import type { FaultRun } from '../run-fault';
import { drawOperations, type Operation, sayOperation } from './operations';
import { play } from './play';
import { openWorld } from './world';

/** The name of this test among the faults. */
export const MODEL = 'model';
/** Operations told of a failure: the last of the shortest list that still shows it. */
const TOLD = 12;
/** Each try makes a database and plays the list again. */
const MAX_TRIES = 60;
const HOUR_MS = 3_600_000;

/** So many random operations on the services, on a database of their own, against the model. It never rejects. */
export async function testModel(ground: Ground, seed: number, count: number): Promise<FaultRun> {
  const startedMs = performance.now();
  const operations = drawOperations(seededRandom(`model ${seed}`), count);
  const findings = await playAll(ground, operations);
  const run = { fault: MODEL, seed, ms: Math.round(performance.now() - startedMs), words: [] };
  if (findings.length === 0) return { ...run, findings };
  const shortest = await shrink(
    operations,
    async (fewer) => (await playAll(ground, fewer)).length > 0,
  );
  const told = shortest.slice(-TOLD).map(sayOperation).join('\n  ');
  const shown = await playAll(ground, shortest);
  const story = `${shortest.length} operations do it:
  ${told}`;
  return {
    ...run,
    findings: [...(shown.length > 0 ? shown : findings), { kind: 'broken', sentence: story }],
  };
}

async function playAll(ground: Ground, operations: readonly Operation[]): Promise<Finding[]> {
  const copied = await ground.copy();
  let minutes = 0;
  const { ctx, close } = composeServices({
    databaseUrl: copied.url,
    vault: await openMailVault({ keyFile: ground.keyFile }),
    log: () => undefined,
    keepsHouse: false,
    // Nothing waits for a clock but leases, and those the operations move; and nobody is ever too quick.
    now: () => new Date(Date.now() + minutes * 60_000),
    intervals: { retryBackoffMs: 0, cancelGraceMs: HOUR_MS, leaseMs: HOUR_MS },
  });
  try {
    const world = await openWorld(ctx, ground.writers);
    for (const operation of operations) {
      minutes += 1;
      const differs = await play(world, operation);
      if (differs !== null) return [{ kind: 'broken', sentence: differs }];
    }
    const rows = await ctx.db.prisma.fineTuningJob.findMany();
    return (await Promise.all(rows.map((row) => checkJob(ctx.db, row)))).flat();
  } catch (error) {
    const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ kind: 'broken', sentence }];
  } finally {
    await close();
    await copied.drop();
  }
}

/** Leaves out ever smaller parts of what fails, as long as it fails without them. */
async function shrink(
  operations: readonly Operation[],
  fails: (fewer: readonly Operation[]) => Promise<boolean>,
): Promise<readonly Operation[]> {
  let kept = operations;
  let tries = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1 && tries < MAX_TRIES; ) {
    let isShorter = false;
    for (let from = kept.length - size; from >= 0 && tries < MAX_TRIES; from -= size) {
      const fewer = kept.filter((_, index) => index < from || index >= from + size);
      tries += 1;
      if (!(await fails(fewer))) continue;
      kept = fewer;
      isShorter = true;
    }
    if (!isShorter || size > 1) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return kept;
}
