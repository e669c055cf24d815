import { targetOf } from '../job/job-sql';
import type { Database } from '../open-database';

export interface UntoldFailure {
  id: string;
  userId: string;
  emailAccountId: string;
  errorMessage: string | null;
  errorNextStep: string | null;
}

const READ = {
  name: 'read_untold_failures',
  text: `
    SELECT job."id", job."userId", job."emailAccountId", job."errorMessage", job."errorNextStep"
    FROM "FineTuningJob" job
    WHERE job."status" = ${targetOf('fail')} AND job."finishedAt" > $1
      AND NOT EXISTS (
        SELECT FROM "Notification" notice
        WHERE notice."userId" = job."userId" AND notice."noticeKey" = 'job:' || job."id")
    ORDER BY job."finishedAt" LIMIT $2`,
};

/** Jobs that failed after `since` and whose writer has not been told. Of a model its own statement tells. */
export async function readUntoldFailures(
  db: Pick<Database, 'pool'>,
  { since, limit }: { since: Date; limit: number },
): Promise<UntoldFailure[]> {
  const { rows } = await db.pool.query<UntoldFailure>(READ, [since, limit]);
  return rows;
}
