import { STATUS_WORDS } from '@emailai/contracts/job/states';
import { isOnline } from '../agent/is-online';
import type { ServiceContext } from '../context';
import { isOutsideWorker } from '../webhook/outside-worker';
import type { JobView } from './job-view';

/** The job and its agent, or `null`: what `viewJob` needs. */
export function findJob(ctx: ServiceContext, where: { id: string; userId: string }) {
  return ctx.db.prisma.fineTuningJob.findFirst({ where, include: { agent: true } });
}

type JobRow = NonNullable<Awaited<ReturnType<typeof findJob>>>;

/** An outside worker has no connection to be missed: it is there while its lease lasts. */
function isThere(
  ctx: ServiceContext,
  { leaseUntil }: JobRow,
  agent: NonNullable<JobRow['agent']>,
): boolean {
  if (!isOutsideWorker(agent)) return isOnline(ctx, agent);
  return leaseUntil !== null && leaseUntil > ctx.databaseClock.now();
}

/** A job as its writer sees it. */
export function viewJob(ctx: ServiceContext, row: JobRow): JobView {
  const { agent } = row;
  return {
    id: row.id,
    emailAccountId: row.emailAccountId,
    status: row.status,
    words: STATUS_WORDS[row.status],
    progress: row.progress,
    eventSeq: row.eventSeq,
    attempts: row.attempts,
    modelName: row.modelName,
    version: row.version,
    agent: agent && { id: agent.id, name: agent.name, online: isThere(ctx, row, agent) },
    cancelRequested: row.cancelRequestedAt !== null,
    error:
      row.errorCode === null
        ? null
        : { code: row.errorCode, message: row.errorMessage ?? '', nextStep: row.errorNextStep },
    retryOf: row.retryOf,
    costUsd: row.costUsd,
    gpuSeconds: row.gpuSeconds,
    energyWh: row.energyWh,
    heldOut:
      row.heldOutBase === null || row.heldOutTuned === null
        ? null
        : { base: row.heldOutBase, tuned: row.heldOutTuned },
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
