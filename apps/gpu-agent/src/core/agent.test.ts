import { describe, expect, it } from 'vitest';
import { bootAgent, COMPLETED, heldJob, step } from '../testing/boot-agent';
import { FakePlane, JOB } from '../testing/fake-plane';
import { settle } from '../testing/manual-clock';
import { createMemoryJournal } from '../testing/memory-journal';
import { LinkError } from './link-error';
import type { RunJob } from './ports';

describe('an agent', () => {
  it('claims, reports every event once and in order, and finishes', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
    job.starts[0]?.desk.emit({ type: 'training' });
    for (let n = 1; n <= 3; n += 1) job.starts[0]?.desk.emit(step(n));
    await agent.clock.advance(1_000);
    expect(plane.events.get(`${JOB.jobId}/1`)?.map((e) => e.type)).toEqual([
      'training',
      'step',
      'step',
      'step',
    ]);
    expect(agent.statuses.at(-1)).toMatchObject({
      state: { name: 'running' },
      jobs: [{ status: 'TRAINING', percent: 45 }],
    });
    job.end(COMPLETED);
    await agent.clock.advance(1_000);
    expect(plane.finishes).toHaveLength(1);
    expect(await agent.end()).toEqual({ kind: 'stopped', ends: ['failed'] });
    expect(plane.byes).toBe(1);
  });

  it('finds a job by its poll when no hint came, and at once when one came', async () => {
    const plane = new FakePlane();
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
    plane.waiting = [JOB];
    await agent.clock.advance(4_000);
    expect(job.starts).toHaveLength(0);
    plane.nudge('jobs');
    await settle();
    expect(job.starts).toHaveLength(1);
    await agent.end();
  });

  it('goes on with its job over a broken connection and misses no event', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
    job.starts[0]?.desk.emit(step(1));
    await agent.clock.advance(500);
    plane.cut();
    job.starts[0]?.desk.emit(step(2));
    await agent.clock.advance(20_000);
    expect(job.starts).toHaveLength(1);
    expect(plane.hellos[1]?.running).toEqual([{ jobId: JOB.jobId, epoch: 1 }]);
    expect(plane.events.get(`${JOB.jobId}/1`)).toEqual([step(1), step(2)]);
    await agent.end();
  });

  it('tries to connect as often as the server has said', async () => {
    const plane = new FakePlane();
    const agent = await bootAgent(plane);
    plane.refusal = new LinkError('disconnected', 'it cannot be reached.');
    plane.cut();
    await agent.clock.advance(600_000);
    plane.refusal = null;
    await agent.clock.advance(plane.reconnectMaxMs);
    expect(plane.hellos).toHaveLength(2);
    await agent.end();
  });

  it('takes a job once although the answer to its claim was lost', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    plane.losesClaimAnswers = true;
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
    plane.losesClaimAnswers = false;
    await agent.clock.advance(20_000);
    expect(new Set(plane.claimIds.slice(0, 2)).size).toBe(1);
    expect(job.starts).toHaveLength(1);
    await agent.end();
  });

  it('keeps its job when stopped and resumes it at the next start, numbers going on', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const journal = createMemoryJournal();
    const first = heldJob();
    const before = await bootAgent(plane, { runJob: first.runJob, journal });
    first.starts[0]?.desk.emit({ type: 'training' });
    first.starts[0]?.desk.emit(step(1));
    await before.clock.advance(1_000);
    expect(await before.end()).toEqual({ kind: 'stopped', ends: ['kept'] });
    expect(plane.finishes).toHaveLength(0);

    const second = heldJob();
    const after = await bootAgent(plane, { runJob: second.runJob, journal });
    expect(plane.hellos[1]?.running).toEqual([{ jobId: JOB.jobId, epoch: 1 }]);
    second.starts[0]?.desk.emit({ type: 'training' });
    second.starts[0]?.desk.emit(step(1));
    second.end(COMPLETED);
    await after.clock.advance(2_000);
    expect(plane.events.get(`${JOB.jobId}/1`)?.map((e) => e.type)).toEqual([
      'training',
      'step',
      'step',
    ]);
    expect(plane.finishes).toHaveLength(1);
    await after.end();
    expect(await journal.heldJobs()).toEqual([]);
  });

  it('discards a job that the server gave to somebody else', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
    plane.directive = 'lost';
    await agent.clock.advance(10_000);
    expect(job.starts[0]?.signal.reason).toBe('lost');
    expect(plane.finishes).toHaveLength(0);
    expect(await agent.end()).toEqual({ kind: 'stopped', ends: ['lost'] });
  });

  it('stops a cancelled job at the hint and says so', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
    plane.directive = 'cancel';
    plane.nudge('cancel');
    await settle();
    plane.directive = 'continue';
    expect(plane.finishes.map(({ outcome }) => outcome.kind)).toEqual(['cancelled']);
    expect(await agent.end()).toEqual({ kind: 'stopped', ends: ['cancelled'] });
  });

  it('tells also what a cancelled job has used until then', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const used = { type: 'used', gpuSeconds: 9, energyWh: null, costUsd: 0.1 } as const;
    const runJob: RunJob = ({ desk, signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          desk.emit(used);
          reject(signal.reason);
        });
      });
    const agent = await bootAgent(plane, { runJob });
    plane.directive = 'cancel';
    plane.nudge('cancel');
    await settle();
    expect(plane.events.get(`${JOB.jobId}/1`)).toEqual([used]);
    expect(plane.finishes.map(({ outcome }) => outcome.kind)).toEqual(['cancelled']);
    expect(await agent.end()).toEqual({ kind: 'stopped', ends: ['cancelled'] });
  });

  it('stops at once though a cancelled job cannot reach the server any more', async () => {
    const plane = new FakePlane();
    const journal = createMemoryJournal();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob, journal });
    plane.directive = 'cancel';
    plane.refusal = new LinkError('disconnected', 'it cannot be reached.');
    plane.losesFinishes = true;
    plane.nudge('cancel');
    await settle();
    expect(job.starts[0]?.signal.reason).toBe('cancel');
    expect(await agent.end()).toEqual({ kind: 'stopped', ends: ['kept'] });
    const { grant, ...kept } = JOB;
    expect(await journal.heldJobs()).toEqual([kept]);
  });

  it('asks for a new grant when the old one counts no more, and goes on', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
    job.starts[0]?.desk.emit(step(1));
    await agent.clock.advance(1_000);
    plane.grant = 'grant 1';
    job.starts[0]?.desk.emit(step(2));
    await agent.clock.advance(1_000);
    expect(plane.events.get(`${JOB.jobId}/1`)).toEqual([step(1), step(2)]);
    plane.grant = 'grant 2';
    await job.starts[0]?.desk.jobMail({ kind: 'sent', cursor: null, limit: 1 });
    job.end(COMPLETED);
    await agent.clock.advance(1_000);
    expect(plane.finishes).toMatchObject([{ grant: 'grant 2' }]);
    await agent.end();
  });

  it('ends a job in words as soon as its events cannot be written down', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const disk = { isFull: false };
    const job = heldJob();
    const journal = createMemoryJournal(disk);
    const agent = await bootAgent(plane, { runJob: job.runJob, journal });
    job.starts[0]?.desk.emit(step(1));
    await agent.clock.advance(1_000);
    disk.isFull = true;
    await agent.clock.advance(1_000);
    expect(job.starts[0]?.signal.aborted).toBe(true);
    expect(plane.finishes[0]?.outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'disk_full', retryable: true },
    });
    expect(await agent.end()).toEqual({ kind: 'stopped', ends: ['failed'] });
  });

  it('says that it is blocked while its folder cannot be written, and claims nothing', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const disk = { isFull: true };
    const job = heldJob();
    const journal = createMemoryJournal(disk);
    const agent = await bootAgent(plane, { runJob: job.runJob, journal });
    expect(agent.statuses.at(-1)?.state).toEqual({
      name: 'blocked',
      reason: 'its folder cannot be written: The disk of the agent is full',
    });
    expect(plane.claimIds).toEqual([]);
    disk.isFull = false;
    await agent.clock.advance(6_000);
    expect(agent.statuses.at(-1)?.state).toEqual({ name: 'running' });
    expect(job.starts).toHaveLength(1);
    await agent.end();
  });

  it('fails a job in words when the pipeline breaks', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const agent = await bootAgent(plane, {
      runJob: () => Promise.reject(new Error('secret text')),
    });
    await agent.clock.advance(1_000);
    expect(plane.finishes[0]?.outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'internal', message: 'The agent hit an error of its own.' },
    });
    await agent.end();
  });

  it('leaves when nothing waits, if it was started for once', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const agent = await bootAgent(plane, {
      runJob: () => Promise.resolve(COMPLETED),
      options: { once: true },
    });
    await agent.clock.advance(6_000);
    expect(await agent.exit).toEqual({ kind: 'done', ends: ['failed'] });
  });

  it('does not knock again with a token that was refused', async () => {
    const plane = new FakePlane();
    plane.refusal = new LinkError('unauthorized', 'revoked');
    const agent = await bootAgent(plane);
    expect(await agent.exit).toEqual({ kind: 'unauthorized', message: 'revoked' });
  });

  it('gives up on a server that cannot be reached, if told to', async () => {
    const plane = new FakePlane();
    plane.refusal = new LinkError('disconnected', 'it cannot be reached.');
    const agent = await bootAgent(plane, { options: { once: true, giveUpMs: 30_000 } });
    await agent.clock.advance(60_000);
    expect(await agent.exit).toMatchObject({ kind: 'unreachable' });
  });

  it('streams a draft, and stops writing when nobody reads it', async () => {
    const plane = new FakePlane();
    const written: string[] = [];
    const agent = await bootAgent(plane, {
      writeDraft: async function* ({ signal }) {
        for (const word of ['heya ', 'Marta,', ' cheerio']) {
          if (signal.aborted) return 'stop';
          written.push(word);
          yield word;
        }
        return 'stop';
      },
    });
    const order = { draftId: 'draft001', modelName: null, userMessage: 'hi', maxTokens: 9 };
    plane.push({ kind: 'write', order });
    await agent.clock.advance(200);
    expect(plane.tokens.map(({ text }) => text).join('')).toBe('heya Marta, cheerio');
    expect(plane.tokens.map(({ seq }) => seq)).toEqual(plane.tokens.map((_, index) => index));
    expect(plane.tokens.at(-1)?.end).toEqual({ kind: 'stop' });
    await agent.end();
  });
});
