import { pruneJobEvents } from '@emailai/db/housekeeping/prune-job-events';
import { pruneRows } from '@emailai/db/housekeeping/prune-rows';
import type { ServiceContext } from '../context';
import type { Chore } from './chore';

/** Deletes what is older than `Retention` says, a batch at a time. */
export const applyRetention: Chore = {
  name: 'apply_retention',
  everyMs: (ctx) => ctx.intervals.applyRetentionMs,
  async run({ ctx, stillHeld }) {
    const deleted: Record<string, number> = {};
    for (const [what, prune] of Object.entries(prunersOf(ctx))) {
      let isDone = false;
      while (!isDone && (await stillHeld())) {
        const batch = await prune();
        deleted[what] = (deleted[what] ?? 0) + batch.deleted;
        isDone = batch.isDone;
      }
    }
    return deleted;
  },
};

type Pruner = () => Promise<{ deleted: number; isDone: boolean }>;

function prunersOf(ctx: ServiceContext): Readonly<Record<string, Pruner>> {
  const { db, retention } = ctx;
  const before = (ageMs: number) => new Date(ctx.now().getTime() - ageMs);
  const rows =
    (what: Parameters<typeof pruneRows>[1]['what'], ageMs: number): Pruner =>
    () =>
      pruneRows(db, { what, before: before(ageMs) });
  return {
    readNotices: rows('readNotices', retention.readNoticesMs),
    unreadNotices: rows('unreadNotices', retention.unreadNoticesMs),
    deliveries: rows('deliveries', retention.deliveriesMs),
    receipts: rows('receipts', retention.receiptsMs),
    endpoint: rows('endpoint', retention.endpointMs),
    jobEvents: () => pruneJobEvents(db, { before: before(retention.jobEventsMs) }),
  };
}
