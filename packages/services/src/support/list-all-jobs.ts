import { ACTIVE_STATUSES, type JobStatus, OPEN_STATUSES } from '@emailai/contracts/job/states';
import type { ServiceContext, VerbArgs } from '../context';
import type { SupportFilter, SupportJobs } from './support-view';
import { SUPPORT_INCLUDE, viewSupportJob } from './view-support-job';

const MONTH_MS = 30 * 24 * 3_600_000;

const STATUSES: Readonly<Record<SupportFilter, readonly JobStatus[] | null>> = {
  all: null,
  open: OPEN_STATUSES,
  failed: ['FAILED'],
  completed: ['COMPLETED'],
  cancelled: ['CANCELLED'],
};

interface ListInput {
  filter: SupportFilter;
  /** `nextCursor` of the page before. */
  cursor: string | null;
  limit: number;
}

/** Everybody's jobs for an operator, newest first, and what the last month's came to. */
export async function listAllJobs({ ctx, input }: VerbArgs<ListInput>): Promise<SupportJobs> {
  const statuses = STATUSES[input.filter];
  const [rows, totals] = await Promise.all([
    ctx.db.prisma.fineTuningJob.findMany({
      ...(statuses === null ? {} : { where: { status: { in: [...statuses] } } }),
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...(input.cursor === null ? {} : { cursor: { id: input.cursor }, skip: 1 }),
      // One more than is shown tells whether there are more.
      take: input.limit + 1,
      include: SUPPORT_INCLUDE,
    }),
    readTotals(ctx),
  ]);
  const shown = rows.slice(0, input.limit);
  return {
    jobs: shown.map((row) => viewSupportJob(ctx, row)),
    nextCursor: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
    totals,
  };
}

async function readTotals(ctx: ServiceContext): Promise<SupportJobs['totals']> {
  const { fineTuningJob } = ctx.db.prisma;
  const since = new Date(ctx.now().getTime() - MONTH_MS);
  const [waiting, running, month] = await Promise.all([
    fineTuningJob.count({ where: { status: 'PENDING' } }),
    fineTuningJob.count({ where: { status: { in: ACTIVE_STATUSES } } }),
    fineTuningJob.aggregate({
      where: { createdAt: { gte: since } },
      _count: true,
      _sum: { gpuSeconds: true, energyWh: true, costUsd: true },
    }),
  ]);
  const { gpuSeconds, energyWh, costUsd } = month._sum;
  return {
    waiting,
    running,
    month: { jobs: month._count, gpuSeconds: gpuSeconds ?? 0, energyWh, costUsd: costUsd ?? 0 },
  };
}
