import type { Database } from '../open-database';

/**
 * Whether a chore is due, on whatever instance it ran last; if so it counts as run now.
 * @param input.now the housekeeper's clock
 */
export async function takeChoreRun(
  db: Pick<Database, 'pool'>,
  { chore, now, everyMs }: { chore: string; now: Date; everyMs: number },
): Promise<boolean> {
  const { rows } = await db.pool.query(
    `INSERT INTO "ChoreRun" AS run ("chore", "ranAt") VALUES ($1, $2)
     ON CONFLICT ("chore") DO UPDATE SET "ranAt" = $2 WHERE run."ranAt" <= $3
     RETURNING run."chore"`,
    [chore, now, new Date(now.getTime() - everyMs)],
  );
  return rows.length > 0;
}

/** Lets a chore that failed be due again at `dueAt`, sooner than its rhythm says. */
export async function hastenChore(
  db: Pick<Database, 'pool'>,
  { chore, dueAt, everyMs }: { chore: string; dueAt: Date; everyMs: number },
): Promise<void> {
  await db.pool.query('UPDATE "ChoreRun" SET "ranAt" = $2 WHERE "chore" = $1', [
    chore,
    new Date(dueAt.getTime() - everyMs),
  ]);
}
