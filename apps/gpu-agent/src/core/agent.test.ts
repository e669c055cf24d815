import type { AgentEvent } from '@emailai/contracts/job/events';
import { describe, expect, it } from 'vitest';
import { FakePlane, JOB } from '../testing/fake-plane';
import { createManualClock, settle } from '../testing/manual-clock';
import { createMemoryJournal } from '../testing/memory-journal';
import { type AgentExit, type AgentOptions, type AgentStatus, runAgent } from './agent';
import { LinkError } from './link-error';
import type { FinishOutcome, JobDesk, Journal, RunJob, WriteDraft } from './ports';

const COMPLETED: FinishOutcome = {
  kind: 'failed',
  error: { code: 'internal', message: 'stands for any outcome', nextStep: '', retryable: false },
};
const SERVE: AgentOptions = { maxJobs: 1, maxDrafts: 2, once: false, jobId: null, giveUpMs: null };

const step = (n: number): AgentEvent => ({
  type: 'step',
  step: n,
  totalSteps: 10,
  epoch: 0,
  loss: 2,
  tokensPerSecond: 1,
  etaSeconds: 1,
  costUsd: 0,
});

/** A job that is worked by hand: each test says when it goes on. */
function heldJob() {
  const starts: { desk: JobDesk; signal: AbortSignal }[] = [];
  let settleRun: (outcome: FinishOutcome) => void = () => {};
  const runJob: RunJob = ({ desk, signal }) =>
    new Promise((resolve, reject) => {
      starts.push({ desk, signal });
      settleRun = resolve;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  return { starts, runJob, end: (outcome: FinishOutcome) => settleRun(outcome) };
}

async function boot(
  plane: FakePlane,
  over: {
    runJob?: RunJob;
    writeDraft?: WriteDraft;
    journal?: Journal;
    options?: Partial<AgentOptions>;
  } = {},
) {
  const clock = createManualClock();
  const [stop, drain, handBack] = [0, 1, 2].map(() => new AbortController());
  if (!stop || !drain || !handBack) throw new Error('There are three.');
  const statuses: AgentStatus[] = [];
  const exit: Promise<AgentExit> = runAgent(
    {
      dial: plane.dial,
      journal: over.journal ?? createMemoryJournal(),
      runJob: over.runJob ?? heldJob().runJob,
      writeDraft:
        over.writeDraft ??
        // biome-ignore lint/correctness/useYield: a voice that has nothing to say
        async function* () {
          return 'stop' as const;
        },
      clock,
      random: () => 0.5,
      log: () => {},
      identity: {
        protocol: 1,
        version: '0.1.0',
        bootId: 'boot0000000000000001',
        hostName: 'here',
        gpus: [],
        base: { name: 'tiny', parameters: 1, trialOnly: true },
        engine: 'embedded',
      },
      models: () => [],
      onStatus: (status) => statuses.push(status),
    },
    { ...SERVE, ...over.options },
    stop.signal,
    { drain: drain.signal, handBack: handBack.signal },
  );
  await clock.advance(0);
  const end = async () => {
    stop.abort();
    return exit;
  };
  return { clock, exit, end, statuses, drain, handBack };
}

describe('an agent', () => {
  it('claims, reports every event once and in order, and finishes', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await boot(plane, { runJob: job.runJob });
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
    const agent = await boot(plane, { runJob: job.runJob });
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
    const agent = await boot(plane, { runJob: job.runJob });
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

  it('takes a job once although the answer to its claim was lost', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    plane.losesClaimAnswers = true;
    const job = heldJob();
    const agent = await boot(plane, { runJob: job.runJob });
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
    const before = await boot(plane, { runJob: first.runJob, journal });
    first.starts[0]?.desk.emit({ type: 'training' });
    first.starts[0]?.desk.emit(step(1));
    await before.clock.advance(1_000);
    expect(await before.end()).toEqual({ kind: 'stopped', ends: ['kept'] });
    expect(plane.finishes).toHaveLength(0);

    const second = heldJob();
    const after = await boot(plane, { runJob: second.runJob, journal });
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
    const agent = await boot(plane, { runJob: job.runJob });
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
    const agent = await boot(plane, { runJob: job.runJob });
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
    const agent = await boot(plane, { runJob });
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
    const agent = await boot(plane, { runJob: job.runJob, journal });
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
    const agent = await boot(plane, { runJob: job.runJob });
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
    const agent = await boot(plane, { runJob: job.runJob, journal });
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

  it('finishes its job and takes no other when it is to drain, then leaves', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await boot(plane, { runJob: job.runJob });
    plane.waiting = [{ ...JOB, jobId: 'job00000000000000002' }];
    agent.drain.abort();
    await agent.clock.advance(25_000);
    expect(plane.drains).toBe(1);
    expect(agent.statuses.at(-1)).toMatchObject({ state: { name: 'draining' }, jobs: [{}] });
    expect(job.starts).toHaveLength(1);
    expect(job.starts[0]?.signal.aborted).toBe(false);
    // A new connection hears of it by the hello.
    plane.cut();
    await agent.clock.advance(1_000);
    expect(plane.hellos.at(-1)).toMatchObject({ draining: true, running: [{ jobId: JOB.jobId }] });
    job.end(COMPLETED);
    await agent.clock.advance(1_000);
    expect(await agent.exit).toEqual({ kind: 'stopped', ends: ['failed'] });
    expect(plane.waiting).toHaveLength(1);
    expect(plane.byes).toBe(1);
  });

  it('leaves at once when it is to drain and has nothing to do, even without a server', async () => {
    const plane = new FakePlane();
    plane.refusal = new LinkError('disconnected', 'it cannot be reached.');
    const agent = await boot(plane);
    agent.drain.abort();
    expect(await agent.exit).toEqual({ kind: 'stopped', ends: [] });
  });

  it('gives its job back for another agent when it is told twice', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const journal = createMemoryJournal();
    const agent = await boot(plane, { runJob: job.runJob, journal });
    agent.drain.abort();
    agent.handBack.abort();
    expect(await agent.exit).toEqual({ kind: 'stopped', ends: ['handed_back'] });
    expect(job.starts[0]?.signal.aborted).toBe(true);
    expect(plane.finishes.map(({ outcome }) => outcome.kind)).toEqual(['cancelled']);
    expect(journal.discarded).toEqual([JOB.jobId]);
  });

  it('keeps a job that it cannot give back', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await boot(plane, { runJob: job.runJob });
    plane.refusal = new LinkError('disconnected', 'it cannot be reached.');
    plane.cut();
    agent.drain.abort();
    agent.handBack.abort();
    await agent.clock.advance(60_000);
    expect(await agent.exit).toEqual({ kind: 'stopped', ends: ['kept'] });
    expect(plane.finishes).toEqual([]);
  });

  it('takes no jobs for as long as the server wants that', async () => {
    const plane = new FakePlane();
    const job = heldJob();
    const agent = await boot(plane, { runJob: job.runJob });
    plane.wantsDrain = true;
    plane.nudge('drain');
    await settle();
    expect(agent.statuses.at(-1)?.state).toEqual({ name: 'draining' });
    plane.waiting = [JOB];
    plane.nudge('jobs');
    await agent.clock.advance(6_000);
    expect(job.starts).toHaveLength(0);
    plane.wantsDrain = false;
    await agent.clock.advance(10_000);
    expect(job.starts).toHaveLength(1);
    await agent.end();
  });

  it('says that it is blocked while its folder cannot be written, and claims nothing', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const disk = { isFull: true };
    const job = heldJob();
    const journal = createMemoryJournal(disk);
    const agent = await boot(plane, { runJob: job.runJob, journal });
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
    const agent = await boot(plane, { runJob: () => Promise.reject(new Error('secret text')) });
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
    const agent = await boot(plane, {
      runJob: () => Promise.resolve(COMPLETED),
      options: { once: true },
    });
    await agent.clock.advance(6_000);
    expect(await agent.exit).toEqual({ kind: 'done', ends: ['failed'] });
  });

  it('does not knock again with a token that was refused', async () => {
    const plane = new FakePlane();
    plane.refusal = new LinkError('unauthorized', 'revoked');
    const agent = await boot(plane);
    expect(await agent.exit).toEqual({ kind: 'unauthorized', message: 'revoked' });
  });

  it('gives up on a server that cannot be reached, if told to', async () => {
    const plane = new FakePlane();
    plane.refusal = new LinkError('disconnected', 'it cannot be reached.');
    const agent = await boot(plane, { options: { once: true, giveUpMs: 30_000 } });
    await agent.clock.advance(60_000);
    expect(await agent.exit).toMatchObject({ kind: 'unreachable' });
  });

  it('streams a draft, and stops writing when nobody reads it', async () => {
    const plane = new FakePlane();
    const written: string[] = [];
    const agent = await boot(plane, {
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
