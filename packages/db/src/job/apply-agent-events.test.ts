import type { AgentEvent } from '@emailai/contracts/job/events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { checkLog } from '../testing/check-log';
import { type Held, holdJob, readJob, seedAgent, seedJob } from '../testing/seed-rows';
import { applyAgentEvents } from './apply-agent-events';
import { endJob } from './end-job';
import { readJobEvents } from './read-job-events';
import { requestCancel } from './request-cancel';

let test: TestDatabase;
let agentId: string;
beforeAll(async () => {
  test = await createTestDatabase();
  agentId = await seedAgent(test.db);
});
afterAll(() => test.drop());

const hold = async () => holdJob(test.db, { agentId, jobId: await seedJob(test.db) });

const report = (held: Held, fromSeq: number, events: AgentEvent[]) =>
  applyAgentEvents(test.db, { ...held, fromSeq, events, leaseMs: 45_000 });

const step = (n: number, totalSteps = 100): AgentEvent => ({
  type: 'step',
  step: n,
  totalSteps,
  epoch: 1,
  loss: 2,
  tokensPerSecond: 100,
  etaSeconds: 1,
  costUsd: n / 1000,
});

/** All an agent says of one job until it deploys. */
const STORY: AgentEvent[] = [
  { type: 'extracted', sent: 200, incoming: 190 },
  { type: 'preparing' },
  { type: 'prepared', trainRows: 160, heldOutRows: 40, droppedByReason: {}, cutChars: 0 },
  { type: 'training' },
  {
    type: 'planned',
    totalSteps: 100,
    predictedSeconds: 60,
    predictedCostUsd: 0,
    device: 'cpu',
    cutTokens: 0,
  },
  ...Array.from({ length: 100 }, (_, index) => step(index + 1)),
  { type: 'epoch', epoch: 1, heldOutLoss: 1.5 },
];

const typesOf = async (jobId: string) =>
  (await readJobEvents(test.db, { jobId, afterSeq: 0, limit: 1000 })).map(
    ({ payload }) => payload.type,
  );

/** Reproducible "random" numbers below `n` (mulberry32). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

describe('applyAgentEvents', () => {
  it('moves state and bar along with the events, in one batch', async () => {
    const held = await hold();
    expect(await report(held, 0, STORY.slice(0, 55))).toEqual({
      expectedSeq: 55,
      cancelRequested: false,
    });
    const job = await readJob(test.db, held.jobId);
    expect(job).toMatchObject({ status: 'TRAINING', progress: 55, costUsd: 0.05, eventSeq: 57 });
    const events = await readJobEvents(test.db, { jobId: held.jobId, afterSeq: 2, limit: 5 });
    expect(events.map(({ status, progress }) => [status, progress])).toEqual([
      ['EXTRACTING_DATA', 10],
      ['PREPARING_DATA', 20],
      ['PREPARING_DATA', 20],
      ['TRAINING', 30],
      ['TRAINING', 30],
    ]);
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it('trims what it has seen and refuses what would leave a gap', async () => {
    const held = await hold();
    await report(held, 0, STORY.slice(0, 4));
    expect(await report(held, 2, STORY.slice(2, 8))).toMatchObject({ expectedSeq: 8 });
    expect(await report(held, 2, STORY.slice(2, 8))).toMatchObject({ expectedSeq: 8 });
    expect(await report(held, 9, STORY.slice(9, 20))).toMatchObject({ expectedSeq: 8 });
    expect(await report(held, 106, [])).toMatchObject({ expectedSeq: 8 });
    const told = STORY.slice(0, 8).map(({ type }) => type);
    expect(await typesOf(held.jobId)).toEqual(['created', 'claimed', ...told]);
  });

  it('stays gapless and in order when batches come doubled, overlapping and all at once', async () => {
    const roll = dice(7);
    const held = await hold();
    for (let sent = 0; sent < STORY.length; ) {
      const batches = Array.from({ length: 8 }, () => {
        const from = Math.max(0, sent - roll(10));
        return report(held, from, STORY.slice(from, sent + 1 + roll(20)));
      });
      const answers = await Promise.all(batches);
      sent = Math.max(...answers.map((answer) => answer?.expectedSeq ?? -1));
    }
    expect(await typesOf(held.jobId)).toEqual([
      'created',
      'claimed',
      ...STORY.map(({ type }) => type),
    ]);
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it('does not move a job back when a resumed agent tells of its stages again', async () => {
    const held = await hold();
    await report(held, 0, STORY.slice(0, 60));
    await report(held, 60, [
      ...STORY.slice(0, 4),
      { type: 'resumed', fromEpoch: 1 },
      step(10),
      step(80),
    ]);
    expect(await readJob(test.db, held.jobId)).toMatchObject({ status: 'TRAINING', progress: 70 });
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it('refuses a batch with an event of a stage that has not come, and keeps nothing of it', async () => {
    const held = await hold();
    const before = await readJob(test.db, held.jobId);
    for (const early of [
      step(1),
      { type: 'training' },
      { type: 'evaluating', done: 1, total: 2 },
    ] as const) {
      const batch = [...STORY.slice(0, 1), early];
      await expect(report(held, 0, batch)).rejects.toThrow(`The event ${early.type} does not fit`);
    }
    expect(await readJob(test.db, held.jobId)).toEqual(before);
  });

  it('writes nothing for a stale epoch or another agent', async () => {
    const { db } = test;
    const old = await hold();
    await report(old, 0, STORY.slice(0, 3));
    await endJob(db, { ...old, outcome: { type: 'requeued', reason: 'test', delayMs: 0 } });
    const now = await holdJob(db, { agentId: await seedAgent(db), jobId: old.jobId });
    const before = await readJob(db, old.jobId);
    expect(before).toMatchObject({ leaseEpoch: 2, agentSeq: 0, progress: 10, attempts: 2 });
    expect(await report(old, 3, STORY.slice(3, 9))).toBeNull();
    expect(
      await report({ ...now, fence: { ...now.fence, agentId } }, 0, STORY.slice(0, 1)),
    ).toBeNull();
    expect(await readJob(db, old.jobId)).toEqual(before);
    expect(await report(now, 0, STORY.slice(0, 1))).toMatchObject({ expectedSeq: 1 });
    expect(await checkLog(db, old.jobId)).toEqual([]);
  });

  it('tells of a cancel and still takes what was under way', async () => {
    const held = await hold();
    await requestCancel(test.db, { jobId: held.jobId });
    expect(await report(held, 0, STORY.slice(0, 2))).toEqual({
      expectedSeq: 2,
      cancelRequested: true,
    });
    expect(await checkLog(test.db, held.jobId)).toEqual([]);
  });

  it('adds up what every attempt used, whatever became of it', async () => {
    const { db } = test;
    const used = (gpuSeconds: number, energyWh: number | null, costUsd: number): AgentEvent => ({
      type: 'used',
      gpuSeconds,
      energyWh,
      costUsd,
    });
    const first = await hold();
    await report(first, 0, [...STORY.slice(0, 25), used(10, 2, 0.1), used(30, 6, 0.3)]);
    // After a restart the agent counts on from what it last wrote down, which may be a little less.
    await report(first, 27, [used(28, 5.5, 0.28)]);
    const usage = { gpuSeconds: 30, energyWh: 6, costUsd: 0.3 };
    expect(await readJob(db, first.jobId)).toMatchObject(usage);
    await endJob(db, { ...first, outcome: { type: 'requeued', reason: 'test', delayMs: 0 } });

    const second = await holdJob(db, { agentId: await seedAgent(db), jobId: first.jobId });
    expect(await readJob(db, first.jobId)).toMatchObject(usage);
    await report(second, 0, [used(5, null, 0.05)]);
    expect(await readJob(db, first.jobId)).toMatchObject({
      gpuSeconds: 35,
      energyWh: 6,
      costUsd: expect.closeTo(0.35, 9),
    });
    expect(await checkLog(db, first.jobId)).toEqual([]);
  });

  it('notifies once a batch, with the last seq', async () => {
    const client = await test.db.pool.connect();
    const notes: (string | undefined)[] = [];
    client.on('notification', ({ payload }) => notes.push(payload));
    await client.query('LISTEN job_event');
    const held = await hold();
    await report(held, 0, STORY.slice(0, 10));
    await report(held, 10, []);
    await report(held, 10, STORY.slice(10, 11));
    await vi.waitFor(() => expect(notes.at(-1)).toBe(`${held.jobId}:13`));
    client.release(true);
    expect(notes).toEqual([1, 2, 12, 13].map((seq) => `${held.jobId}:${seq}`));
  });
});
