import assert from 'node:assert/strict';
import type { Fault } from '../fault';
import { waitUntil } from '../field/wait-until';

/** One SIGTERM: the agent finishes its job and takes no other. Two: it hands its job back at once. */
export const agentStopped: Fault = {
  name: 'agent-stopped',
  async run(field) {
    const { random } = field;
    const [first, second] = field.writers;
    const holdAt = random.between(1, 8);
    const plane = await field.startPlane();
    const agent = await field.startAgent(plane.port, { plan: { holdAt } });
    const job = await field.order(plane.port, first);
    await job.untilEpoch(holdAt);
    const waiting = await field.order(plane.port, second);
    agent.signal('SIGTERM');
    await waitUntil('the agent takes no more', () => agent.state() === 'draining');
    if (random.chance(0.5)) {
      await agent.release();
      assert.equal(await job.end(), 'COMPLETED');
      assert.equal(job.claims(), 1);
    } else {
      agent.signal('SIGTERM');
      await job.until('being handed back', ({ payload }) => payload.type === 'requeued');
    }
    assert.equal(await agent.exited(), 0);
    assert.equal(waiting.claims(), 0, 'an agent that stops takes no job');
    await field.startAgent(plane.port);
    assert.equal(await job.end(), 'COMPLETED');
    assert.equal(await waiting.end(), 'COMPLETED');
  },
};
