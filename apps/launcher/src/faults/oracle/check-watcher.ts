import { isDeepStrictEqual } from 'node:util';
import type { JobEvent } from '@emailai/contracts/job/events';
import { isTerminal } from '@emailai/contracts/job/states';
import type { WatchedJob } from '../field/watched-job';
import type { Finding } from './finding';

/** What a page saw of a job is its log: each event once, in order, and all of them once it has ended. */
export function checkWatcher(watched: WatchedJob, log: readonly JobEvent[]): Finding[] {
  const where = `the page of job ${watched.jobId}`;
  const found: Finding[] = [];
  for (const [index, { seq }] of watched.seen.entries()) {
    const expected = (watched.seen[index - 1]?.seq ?? 0) + 1;
    if (seq < expected)
      found.push({ kind: 'doubled', sentence: `${where} was shown ${seq} again` });
    if (seq > expected) {
      found.push({ kind: 'gap', sentence: `${where} was shown ${seq} where ${expected} was due` });
    }
    if (!isDeepStrictEqual(log[seq - 1]?.payload, watched.seen[index]?.payload)) {
      found.push({
        kind: 'broken',
        sentence: `${where} was shown another ${seq} than was written`,
      });
    }
  }
  const last = log.at(-1);
  const isEnded = last !== undefined && isTerminal(last.status);
  if (isEnded && watched.isOver && watched.seen.length !== log.length) {
    const counts = `${watched.seen.length} of ${log.length}`;
    found.push({ kind: 'lost', sentence: `${where} ended after ${counts} events` });
  }
  return found;
}
