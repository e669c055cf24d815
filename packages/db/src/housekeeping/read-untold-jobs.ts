import type { Database } from '../open-database';

export interface UntoldJob {
  id: string;
  userId: string;
  emailAccountId: string;
}

const READ = {
  name: 'read_untold_jobs',
  text: `
    SELECT job."id", job."userId", job."emailAccountId" FROM "FineTuningJob" job
    WHERE job."status" IN ('COMPLETED', 'FAILED') AND job."finishedAt" > $1
      AND NOT EXISTS (
        SELECT FROM "Notification" notice
        WHERE notice."userId" = job."userId" AND notice."noticeKey" = 'job:' || job."id")
    ORDER BY job."finishedAt" LIMIT $2`,
};

/** Jobs that ended after `since`, with a model or without, and whose writer has not been told. */
export async function readUntoldJobs(
  db: Pick<Database, 'pool'>,
  { since, limit }: { since: Date; limit: number },
): Promise<UntoldJob[]> {
  const { rows } = await db.pool.query<UntoldJob>(READ, [since, limit]);
  return rows;
}
