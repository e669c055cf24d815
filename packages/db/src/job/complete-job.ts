import type { DatasetManifest } from '@emailai/contracts/dataset';
import type { Evaluation } from '@emailai/contracts/evaluation';
import { newId } from '@emailai/contracts/ids';
import { STATUS_PROGRESS, statusesAllowing } from '@emailai/contracts/job/states';
import type { ClientBase } from 'pg';
import type { Database } from '../open-database';
import type { JobFence, JobRow } from './job-row';
import { writeJob } from './write-job';

export interface CompleteJobInput {
  jobId: string;
  fence: JobFence;
  modelName: string;
  version: number;
  adapterSha256: string;
  baseName: string;
  engine: string;
  evaluation: Evaluation;
  manifest: DatasetManifest;
  costUsd: number;
  gpuSeconds: number;
}

/** What `User.aiProvider` and `EmailAccount.aiProvider` say of a personal model. */
const PROVIDER = 'ollama';

/**
 * Job COMPLETED, its ModelVersion and, where the verdict promotes it, what the mailbox drafts with: one
 * transaction. `null` where a guard held, and then nothing was changed.
 */
export async function completeJob(
  db: Pick<Database, 'pool'>,
  input: CompleteJobInput,
): Promise<JobRow | null> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    const job = await writeCompleted(client, input);
    if (job) await writeVersion(client, job, input);
    await client.query('COMMIT');
    client.release();
    return job;
  } catch (error) {
    // A connection that failed inside a transaction is not given back to the others.
    client.release(true);
    throw error;
  }
}

function writeCompleted(client: ClientBase, input: CompleteJobInput): Promise<JobRow | null> {
  const { jobId, fence, modelName, version, evaluation } = input;
  return writeJob(client, {
    jobId,
    from: statusesAllowing('complete'),
    fence,
    payload: { type: 'completed', modelName, version, evaluation },
    set: `"status" = 'COMPLETED', "progress" = $6, "finishedAt" = now(), "leaseUntil" = NULL,
          "heldOutBase" = $7, "heldOutTuned" = $8,
          "costUsd" = GREATEST("costUsd", $9), "gpuSeconds" = $10`,
    where: '"cancelRequestedAt" IS NULL AND "adapterSha256" = $11',
    values: [
      STATUS_PROGRESS.COMPLETED,
      evaluation.heldOut.base,
      evaluation.heldOut.tuned,
      input.costUsd,
      input.gpuSeconds,
      input.adapterSha256,
    ],
  });
}

async function writeVersion(
  client: ClientBase,
  job: JobRow,
  input: CompleteJobInput,
): Promise<void> {
  const { evaluation, modelName } = input;
  const isPromoted = evaluation.verdict === 'promote';
  if (isPromoted) {
    await client.query(
      'UPDATE "ModelVersion" SET "active" = FALSE WHERE "emailAccountId" = $1 AND "active"',
      [job.emailAccountId],
    );
  }
  await client.query(
    `INSERT INTO "ModelVersion" ("id", "emailAccountId", "jobId", "agentId", "version", "modelName",
       "baseName", "engine", "adapterSha256", "evaluation", "manifest", "verdict", "active")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12::"ModelVerdict", $13)`,
    [
      newId(),
      job.emailAccountId,
      job.id,
      job.agentId,
      input.version,
      modelName,
      input.baseName,
      input.engine,
      input.adapterSha256,
      JSON.stringify(evaluation),
      JSON.stringify(input.manifest),
      evaluation.verdict,
      isPromoted,
    ],
  );
  if (!isPromoted) return;
  await client.query(
    `WITH mailbox AS (
       UPDATE "EmailAccount" SET "aiProvider" = $2, "aiModel" = $3 WHERE "id" = $1 RETURNING *
     )
     UPDATE "User" u SET "aiProvider" = $2, "aiModel" = $3, "updatedAt" = now()
       FROM mailbox WHERE mailbox."isPrimary" AND u."id" = mailbox."userId"`,
    [job.emailAccountId, PROVIDER, modelName],
  );
}
