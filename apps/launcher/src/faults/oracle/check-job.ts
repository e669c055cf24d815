import type { JobEvent } from '@emailai/contracts/job/events';
import { isTerminal, type JobStatus, TRANSITIONS } from '@emailai/contracts/job/states';
import type { JobRow } from '@emailai/db/job/job-row';
import { readJobEvents } from '@emailai/db/job/read-job-events';
import type { Database } from '@emailai/db/open-database';
import { checkLog } from '@emailai/db/testing/check-log';
import type { Finding } from './finding';

/** What holds of every job once everybody has left it, whatever happened. */
export async function checkJob(db: Database, job: JobRow): Promise<Finding[]> {
  const events = await readJobEvents(db, { jobId: job.id, afterSeq: 0, limit: 100_000 });
  const models = await db.prisma.modelVersion.findMany({ where: { jobId: job.id } });
  const gaps = (await checkLog(db, job.id)).map((sentence): Finding => ({ kind: 'gap', sentence }));
  const found = [
    ...gaps,
    ...checkEnds(events),
    ...checkModels(job.status, models.length),
    ...checkTransitions(events),
    ...checkEpochs(events, job.leaseEpoch),
    ...checkSpeakers(events),
  ];
  return found.map(({ kind, sentence }) => ({ kind, sentence: `job ${job.id}: ${sentence}` }));
}

function checkEnds(events: readonly JobEvent[]): Finding[] {
  const ends = events.filter(({ status }) => isTerminal(status));
  return ends.length > 1 ? [{ kind: 'doubled', sentence: `it ended ${ends.length} times` }] : [];
}

function checkModels(status: JobStatus, models: number): Finding[] {
  if (models > 1) return [{ kind: 'doubled', sentence: `${models} models came of it` }];
  if (status === 'COMPLETED' && models === 0) {
    return [{ kind: 'lost', sentence: 'it is COMPLETED without a model' }];
  }
  if (status !== 'COMPLETED' && models > 0) {
    return [{ kind: 'broken', sentence: `it is ${status} and has a model` }];
  }
  return [];
}

function checkTransitions(events: readonly JobEvent[]): Finding[] {
  return events.flatMap((event, index): Finding[] => {
    const from = events[index - 1]?.status ?? 'PENDING';
    const isEdge = Object.values(TRANSITIONS[from]).includes(event.status);
    if (event.status === from || isEdge) return [];
    return [{ kind: 'broken', sentence: `${event.seq} goes from ${from} to ${event.status}` }];
  });
}

function checkEpochs(events: readonly JobEvent[], leaseEpoch: number): Finding[] {
  const epochs = events.flatMap(({ payload }) =>
    payload.type === 'claimed' ? [payload.epoch] : [],
  );
  const isInOrder = epochs.every((epoch, index) => epoch === index + 1);
  if (isInOrder && leaseEpoch === epochs.length) return [];
  return [
    { kind: 'broken', sentence: `its epochs are ${epochs.join()}, its row says ${leaseEpoch}` },
  ];
}

/** Marks of the quick trainer's runs. Trainings in earnest say the same when they are done again. */
const MARKS_FROM = 1_000;

/**
 * No word of a former claim after a newer one. The quick trainer puts the same number into all that one of its
 * runs says; a number that is heard under two claims is a dead agent speaking.
 */
function checkSpeakers(events: readonly JobEvent[]): Finding[] {
  const epochOf = new Map<number, number>();
  let epoch = 0;
  return events.flatMap(({ seq, payload }): Finding[] => {
    if (payload.type === 'claimed') epoch = payload.epoch;
    if (payload.type !== 'epoch' || payload.heldOutLoss < MARKS_FROM) return [];
    const first = epochOf.get(payload.heldOutLoss) ?? epoch;
    epochOf.set(payload.heldOutLoss, first);
    if (first === epoch) return [];
    return [{ kind: 'doubled', sentence: `${seq} was written under a claim that was over` }];
  });
}
