import type { ClaimedJob } from '@emailai/contracts/agent-protocol';
import { newId } from '@emailai/contracts/ids';
import type { AgentEvent } from '@emailai/contracts/job/events';
import type { Journal, Spool } from '../core/ports';

/** A journal that survives its agent, as a disk does, but not the test. */
export function createMemoryJournal(
  disk: { isFull: boolean } = { isFull: false },
): Journal & { readonly discarded: string[] } {
  const jobs = new Map<string, ClaimedJob>();
  const spools = new Map<string, AgentEvent[]>();
  const discarded: string[] = [];
  let claimId: string | null = null;
  return {
    discarded,
    heldJobs: () => Promise.resolve([...jobs.values()]),
    keep(job) {
      jobs.set(job.jobId, job);
      claimId = null;
      return Promise.resolve();
    },
    discard(jobId) {
      jobs.delete(jobId);
      discarded.push(jobId);
      return Promise.resolve();
    },
    openSpool({ jobId, epoch }) {
      const key = `${jobId}/${epoch}`;
      const events = spools.get(key) ?? [];
      spools.set(key, events);
      return Promise.resolve(createMemorySpool(events, disk));
    },
    pendingClaimId() {
      if (disk.isFull) return Promise.reject(diskIsFull());
      claimId ??= newId();
      return Promise.resolve(claimId);
    },
  };
}

const diskIsFull = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

function createMemorySpool(events: AgentEvent[], disk: { isFull: boolean }): Spool {
  return {
    append: (event) => events.push(event),
    settle: () => (disk.isFull ? Promise.reject(diskIsFull()) : Promise.resolve()),
    read: (fromSeq) => events.slice(fromSeq, fromSeq + 200),
    get length() {
      return events.length;
    },
    holds: (type) => events.some((event) => event.type === type),
    close: () => Promise.resolve(),
  };
}
