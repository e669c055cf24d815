import { hastenChore, takeChoreRun } from '@emailai/db/housekeeping/chore-runs';
import { type ExclusiveHold, runExclusively } from '@emailai/db/housekeeping/run-exclusively';
import type { ServiceContext, VerbArgs } from '../context';
import type { Chore } from './chore';

/** The advisory lock of housekeeping, next to that of the migrations. */
const LOCK_ID = 72_707_370;
/** A chore that failed is tried again after this, or after its own pause where that is shorter. */
const RETRY_MS = 10 * 60_000;

export interface HouseKept {
  done: string[];
  failed: string[];
}

/**
 * One round of housekeeping: whatever is due, one after the other. Among all instances one does it; `null` where
 * another is at it. A chore that fails is written down and keeps none of the others from being done.
 */
export async function keepHouse({
  ctx,
  input: { chores },
}: VerbArgs<{ chores: readonly Chore[] }>): Promise<HouseKept | null> {
  const lock = { lockId: LOCK_ID, silenceMs: ctx.intervals.housekeeperSilenceMs };
  return runExclusively(ctx.db, lock, async (hold) => {
    const kept: HouseKept = { done: [], failed: [] };
    for (const chore of chores) {
      if (!(await hold.stillHeld())) {
        ctx.log({ level: 'warn', event: 'housekeeping_taken_over', chore: chore.name });
        break;
      }
      if (!(await isDue(ctx, chore))) continue;
      const isDone = await doChore(ctx, chore, hold);
      (isDone ? kept.done : kept.failed).push(chore.name);
    }
    return kept;
  });
}

async function isDue(ctx: ServiceContext, chore: Chore): Promise<boolean> {
  const everyMs = chore.everyMs(ctx);
  if (everyMs === null) return true;
  return takeChoreRun(ctx.db, { chore: chore.name, now: ctx.now(), everyMs });
}

async function doChore(ctx: ServiceContext, chore: Chore, hold: ExclusiveHold): Promise<boolean> {
  const startedMs = Date.now();
  try {
    const figures = await chore.run({ ctx, stillHeld: hold.stillHeld });
    ctx.metrics.choreRan(chore.name, 'done', Date.now() - startedMs);
    if (Object.values(figures).some((figure) => figure > 0)) {
      ctx.log({ level: 'info', event: 'chore_done', chore: chore.name, ...figures });
    }
    return true;
  } catch (error) {
    ctx.metrics.choreRan(chore.name, 'failed', Date.now() - startedMs);
    ctx.log({ level: 'error', event: 'chore_failed', chore: chore.name, error });
    const everyMs = chore.everyMs(ctx);
    if (everyMs !== null) {
      const dueAt = new Date(ctx.now().getTime() + Math.min(RETRY_MS, everyMs));
      await hastenChore(ctx.db, { chore: chore.name, dueAt, everyMs });
    }
    return false;
  }
}
