import { describe, expect, it } from 'vitest';
import { bootAgent, COMPLETED, heldJob } from '../testing/boot-agent';
import { FakePlane, JOB } from '../testing/fake-plane';
import { settle } from '../testing/manual-clock';
import { createMemoryJournal } from '../testing/memory-journal';
import { LinkError } from './link-error';

describe('an agent that drains', () => {
  it('finishes its job and takes no other when it is to drain, then leaves', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const agent = await bootAgent(plane, { runJob: job.runJob });
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
    const agent = await bootAgent(plane);
    agent.drain.abort();
    expect(await agent.exit).toEqual({ kind: 'stopped', ends: [] });
  });

  it('gives its job back for another agent when it is told twice', async () => {
    const plane = new FakePlane();
    plane.waiting = [JOB];
    const job = heldJob();
    const journal = createMemoryJournal();
    const agent = await bootAgent(plane, { runJob: job.runJob, journal });
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
    const agent = await bootAgent(plane, { runJob: job.runJob });
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
    const agent = await bootAgent(plane, { runJob: job.runJob });
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
});
