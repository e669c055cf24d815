import { modelNameOf, newId } from '@emailai/contracts/ids';
import { OPEN_STATUSES, STATUS_PROGRESS } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { applyJobEvent } from './apply-job-event';
import type { JobRow } from './job-row';
import { CLOCK, jobEventSql, statusIn } from './job-sql';

export interface CreateJobInput {
  userId: string;
  emailAccountId: string;
  /** The same key of the same user answers the job it made, also after that has ended. */
  idempotencyKey: string | null;
  retryOf: string | null;
}

export interface CreateJobResult {
  /**
   * `same`: this idempotency key made it before, or it is open and retries the same job. `active`: the mailbox has
   * this other open job.
   */
  kind: 'created' | 'same' | 'active';
  jobId: string;
}

const CREATE = {
  name: 'create_job',
  text: jobEventSql({
    update: `
      INSERT INTO "FineTuningJob" AS job
        ("id", "userId", "emailAccountId", "modelName", "idempotencyKey", "retryOf",
         "progress", "eventSeq", "createdAt", "runAfter")
      VALUES ($1, $2, $3, $4, $5, $6, ${STATUS_PROGRESS.PENDING}, 1, ${CLOCK}, ${CLOCK})
      ON CONFLICT DO NOTHING`,
    payload: `jsonb_build_object('type', 'created', 'retryOf', changed."retryOf")`,
  }),
};

const FIND = {
  name: 'find_blocking_job',
  text: `
    SELECT job.* FROM "FineTuningJob" job
    WHERE (job."userId" = $1 AND job."idempotencyKey" = $3)
       OR (job."emailAccountId" = $2 AND ${statusIn(OPEN_STATUSES)})
    ORDER BY job."idempotencyKey" IS NOT DISTINCT FROM $3 DESC LIMIT 1`,
};

/** Writes a PENDING job, unless the mailbox has an open one or the key was used. */
export async function createJob(db: Database, input: CreateJobInput): Promise<CreateJobResult> {
  const { userId, emailAccountId, idempotencyKey, retryOf } = input;
  const row = [newId(), userId, emailAccountId, modelNameOf(emailAccountId)];
  // What blocked the insert may have ended before it is looked up; then there is room.
  for (;;) {
    const [made] = await applyJobEvent(db, CREATE, [...row, idempotencyKey, retryOf]);
    if (made !== undefined) return { kind: 'created', jobId: made.id };
    const found = await db.pool.query<JobRow>(FIND, [userId, emailAccountId, idempotencyKey]);
    const [job] = found.rows;
    if (job === undefined) continue;
    const isSame =
      (idempotencyKey !== null && job.idempotencyKey === idempotencyKey) ||
      (retryOf !== null && job.retryOf === retryOf);
    return { kind: isSame && job.userId === userId ? 'same' : 'active', jobId: job.id };
  }
}
