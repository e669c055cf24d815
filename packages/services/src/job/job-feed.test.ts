import type { JobEvent } from '@emailai/contracts/job/events';
import type { JobStatus } from '@emailai/contracts/job/states';
import { describe, expect, it, vi } from 'vitest';
import { createJobFeed } from './job-feed';

const JOB = 'job123';

/** A log in memory whose reads take a moment, as the port that the database fills. */
function fakeLog() {
  const rows: JobEvent[] = [];
  let reads = 0;
  const append = (count = 1, status: JobStatus = 'TRAINING') => {
    for (let i = 0; i < count; i += 1) {
      rows.push({
        jobId: JOB,
        seq: rows.length + 1,
        at: new Date(0),
        status,
        progress: 30,
        payload: { type: 'preparing' },
      });
    }
  };
  let largestPage = 0;
  const readEvents = async (input: { afterSeq: number; limit: number }) => {
    reads += 1;
    largestPage = Math.max(largestPage, input.limit);
    const page = rows.filter((row) => row.seq > input.afterSeq).slice(0, input.limit);
    await new Promise((resolve) => setTimeout(resolve, reads % 3));
    return page;
  };
  const feed = createJobFeed({ readEvents, log: () => undefined });
  return { append, feed, reads: () => reads, largestPage: () => largestPage };
}

type Log = ReturnType<typeof fakeLog>;

async function follow(log: Log, afterSeq: number, pauseMs = 0): Promise<number[]> {
  const seqs: number[] = [];
  for await (const event of log.feed.follow({ jobId: JOB, afterSeq })) {
    seqs.push(event.seq);
    if (pauseMs > 0 && seqs.length % 40 === 0)
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return seqs;
}

/** Mulberry32: the same numbers in [0, 1) at every run. */
function seededDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('the job feed', () => {
  it('gives the log, then what is written, without gap or repeat, and ends with the job', async () => {
    const log = fakeLog();
    log.append(700);
    const early = follow(log, 0);
    const late = follow(log, 650);
    for (let i = 0; i < 50; i += 1) {
      log.append(1 + (i % 7));
      log.feed.notify(JOB);
      await new Promise((resolve) => setTimeout(resolve, i % 4));
    }
    const joining = follow(log, 3);
    log.append(1, 'COMPLETED');
    log.feed.notify(JOB);
    const seqs = await early;
    expect(seqs).toEqual(range(1, seqs.length));
    expect(seqs.length).toBeGreaterThan(700);
    expect(await late).toEqual(range(651, seqs.length));
    expect(await joining).toEqual(range(4, seqs.length));
    expect(log.feed.size()).toBe(0);
  });

  it('shows five thousand events once to a reader that is cut a thousand times', async () => {
    const log = fakeLog();
    const dice = seededDice(20_261_122);
    const seqs: number[] = [];
    let cuts = 0;
    let isOver = false;
    const writing = (async () => {
      for (let written = 0; written < 4_999; ) {
        const count = Math.min(4_999 - written, 1 + Math.floor(dice() * 20));
        written += count;
        log.append(count);
        log.feed.notify(JOB);
        // Not far ahead of the reader, so that cuts fall into what is live as well as into the backlog.
        while (written - seqs.length > 25) await new Promise(setImmediate);
      }
      log.append(1, 'COMPLETED');
      log.feed.notify(JOB);
    })();
    while (!isOver) {
      const cut = new AbortController();
      const patience = Math.floor(dice() * 7);
      let shown = 0;
      const page = { jobId: JOB, afterSeq: seqs.at(-1) ?? 0, signal: cut.signal };
      for await (const event of log.feed.follow(page)) {
        seqs.push(event.seq);
        isOver = event.status === 'COMPLETED';
        shown += 1;
        if (shown > patience && cuts < 1_000) break;
      }
      cut.abort();
      if (!isOver) cuts += 1;
    }
    await writing;
    expect(cuts).toBe(1_000);
    expect(seqs).toEqual(range(1, 5_000));
    expect(log.feed.size()).toBe(0);
  });

  it('reads once for any number of followers', async () => {
    const log = fakeLog();
    log.append(3);
    const followers = Array.from({ length: 50 }, () => follow(log, 3));
    await vi.waitFor(() => expect(log.feed.size()).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = log.reads();
    log.append(1, 'FAILED');
    log.feed.notify(JOB);
    for (const seqs of await Promise.all(followers)) expect(seqs).toEqual([4]);
    expect(log.reads() - before).toBe(1);
  });

  it('lets a slow reader lag in the log, not in memory, and still shows it everything', async () => {
    const log = fakeLog();
    log.append(1);
    const slow = follow(log, 0, 5);
    for (let i = 0; i < 10; i += 1) {
      log.append(400);
      log.feed.notify(JOB);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    log.append(1, 'CANCELLED');
    log.feed.rescan();
    const seqs = await slow;
    expect(seqs).toEqual(range(1, 4_002));
  });

  it('keeps a report and no more for a follower that does not read, and reads the log in small pages', async () => {
    const log = fakeLog();
    log.append(1);
    const stuck = log.feed.follow({ jobId: JOB, afterSeq: 0 });
    expect((await stuck.next()).value).toMatchObject({ seq: 1 });
    const seqs: number[] = [];
    const readOn = async (count: number) => {
      for (let i = 0; i < count; i += 1) seqs.push((await stuck.next()).value?.seq ?? 0);
    };
    /** Reads that are made for the stuck follower alone, once the feed has gone through `count` more events. */
    const readsAfter = async (count: number) => {
      log.append(count);
      log.feed.notify(JOB);
      const passer = log.feed.follow({ jobId: JOB, afterSeq: 1 + seqs.length });
      for (let i = 0; i < count; i += 1) await passer.next();
      await passer.return();
      const before = log.reads();
      await readOn(count);
      return log.reads() - before;
    };
    await readOn(0);
    expect(await readsAfter(200)).toBe(0);
    expect(await readsAfter(400)).toBeGreaterThan(0);
    expect(seqs).toEqual(range(2, 601));
    expect(log.largestPage()).toBe(100);
    await stuck.return();
  });

  it('ends when its reader leaves or the feed closes', async () => {
    const log = fakeLog();
    log.append(1);
    const control = new AbortController();
    const left = log.feed.follow({ jobId: JOB, afterSeq: 0, signal: control.signal });
    expect((await left.next()).value).toMatchObject({ seq: 1 });
    const waiting = left.next();
    control.abort();
    expect((await waiting).done).toBe(true);
    const closed = follow(log, 0);
    log.feed.close();
    await closed;
    expect(log.feed.size()).toBe(0);
  });
});
