import type { DatasetManifest } from '@emailai/contracts/dataset';
import type { Evaluation } from '@emailai/contracts/evaluation';
import { newId } from '@emailai/contracts/ids';
import { STATUS_PROGRESS } from '@emailai/contracts/job/states';
import type { Database } from '../open-database';
import { retryOnConflict } from '../retry-on-conflict';
import { applyJobEvent } from './apply-job-event';
import type { JobFence, JobRow } from './job-row';
import { allows, CLOCK, FENCE, jobEventSql, targetOf, targetStatusOf, usedInAll } from './job-sql';

/** Who serves personal models, as User and EmailAccount name it. */
export const PERSONAL_PROVIDER = 'ollama';

const COMPLETED = targetStatusOf('complete');

const COMPLETE = {
  name: 'complete_job',
  text: jobEventSql({
    before: `verdict AS (SELECT ($6::jsonb ->> 'verdict')::"ModelVerdict" AS is),`,
    update: `
      UPDATE "FineTuningJob" job SET
        "status" = ${targetOf('complete')}, "progress" = ${STATUS_PROGRESS[COMPLETED]},
        "eventSeq" = job."eventSeq" + 1, "leaseUntil" = NULL, "finishedAt" = ${CLOCK},
        "heldOutBase" = ($6::jsonb #>> '{heldOut,base}')::float8,
        "heldOutTuned" = ($6::jsonb #>> '{heldOut,tuned}')::float8,
        ${usedInAll('$7', '$8', 'NULL')}
      WHERE ${FENCE} AND ${allows('complete')} AND job."cancelRequestedAt" IS NULL
        AND job."adapterSha256" = $4`,
    payload: `jsonb_build_object('type', 'completed', 'modelName', changed."modelName",
      'version', changed."version", 'evaluation', $6::jsonb)`,
    // The old version steps down before the new one is written (the join waits for the count): a mailbox
    // has at most one active version at any moment, by a unique index.
    after: `,
    former AS (
      UPDATE "ModelVersion" model SET "active" = false FROM changed, verdict
      WHERE model."emailAccountId" = changed."emailAccountId" AND model."active"
        AND verdict.is = 'promote'
      RETURNING model."id"
    ),
    model AS (
      INSERT INTO "ModelVersion" ("id", "emailAccountId", "jobId", "agentId", "version", "modelName",
        "baseName", "engine", "adapterSha256", "evaluation", "manifest", "verdict", "active")
      SELECT $9, changed."emailAccountId", changed."id", changed."agentId", changed."version",
        changed."modelName", $5, $10, $4, $6::jsonb, $11::jsonb, verdict.is, verdict.is = 'promote'
      FROM changed CROSS JOIN verdict CROSS JOIN (SELECT count(*) FROM former) stepped_down
    ),
    mailbox AS (
      UPDATE "EmailAccount" account
      SET "aiProvider" = '${PERSONAL_PROVIDER}', "aiModel" = changed."modelName"
      FROM changed, verdict
      WHERE account."id" = changed."emailAccountId" AND verdict.is = 'promote'
      RETURNING account."userId", account."isPrimary", account."aiModel"
    ),
    writer AS (
      UPDATE "User" writer
      SET "aiProvider" = '${PERSONAL_PROVIDER}', "aiModel" = mailbox."aiModel", "updatedAt" = ${CLOCK}
      FROM mailbox WHERE writer."id" = mailbox."userId" AND mailbox."isPrimary"
    ),
    notice AS (
      INSERT INTO "Notification" ("id", "userId", "emailAccountId", "kind", "noticeKey", "title",
        "body", "createdAt")
      SELECT $12, changed."userId", changed."emailAccountId", $13, $14, $15, $16, ${CLOCK}
      FROM changed ON CONFLICT DO NOTHING
    )`,
  }),
};

export interface CompleteJobInput {
  jobId: string;
  fence: JobFence;
  /** Must be the one `startDeploy` permitted. */
  adapterSha256: string;
  baseName: string;
  engine: string;
  evaluation: Evaluation;
  /** Becomes ModelVersion.manifest. */
  manifest: DatasetManifest;
  costUsd: number;
  gpuSeconds: number;
  /** What its writer is told of it. */
  notice: { kind: string; noticeKey: string; title: string; body: string };
}

/**
 * Ends a job COMPLETED, writes its model version and its writer's notice and, on the verdict `promote`, lets the
 * mailbox (and its writer, where it is the primary one) draft with it: all of it or nothing. `null` where the job
 * is not this claim's, not DEPLOYING this adapter, or to be cancelled.
 */
export async function completeJob(db: Database, input: CompleteJobInput): Promise<JobRow | null> {
  const values = [
    input.jobId,
    input.fence.agentId,
    input.fence.epoch,
    input.adapterSha256,
    input.baseName,
    input.evaluation,
    input.costUsd,
    input.gpuSeconds,
    newId(),
    input.engine,
    input.manifest,
    newId(),
    input.notice.kind,
    input.notice.noticeKey,
    input.notice.title,
    input.notice.body,
  ];
  // The writer may choose another version at the same moment.
  return retryOnConflict('ModelVersion_one_active_key', async () => {
    const [row] = await applyJobEvent(db, COMPLETE, values);
    return row ?? null;
  });
}
