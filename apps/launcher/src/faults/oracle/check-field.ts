import { OPEN_STATUSES } from '@emailai/contracts/job/states';
import { readJobEvents } from '@emailai/db/job/read-job-events';
import type { Field } from '../field/field';
import { checkJob } from './check-job';
import { checkWatcher } from './check-watcher';
import { findOrphans } from './find-orphans';
import type { Finding } from './finding';

/** The oracle: what must hold after every fault. Ask it when everything that ran has ended. */
export async function checkField(field: Field): Promise<Finding[]> {
  const { db } = field;
  const found: Finding[] = [];
  const rows = await db.prisma.fineTuningJob.findMany({ orderBy: { createdAt: 'asc' } });
  for (const row of rows) {
    found.push(...(await checkJob(db, row)));
    // Nobody runs any more, so an open job may only wait for somebody.
    if (OPEN_STATUSES.includes(row.status) && row.status !== 'PENDING' && row.leaseUntil === null) {
      found.push({ kind: 'stuck', sentence: `job ${row.id} is ${row.status} and nobody's` });
    }
  }
  for (const job of field.jobs) {
    const log = await readJobEvents(db, { jobId: job.jobId, afterSeq: 0, limit: 100_000 });
    if (log.length === 0) found.push({ kind: 'lost', sentence: `job ${job.jobId} has no log` });
    found.push(...checkWatcher(job, log));
  }
  const active = await db.prisma.modelVersion.groupBy({
    by: ['emailAccountId'],
    where: { active: true },
    _count: true,
  });
  for (const { emailAccountId, _count } of active) {
    if (_count > 1) {
      found.push({
        kind: 'doubled',
        sentence: `mailbox ${emailAccountId} has ${_count} active models`,
      });
    }
  }
  return [...found, ...(await findOrphans(field.folder))];
}
