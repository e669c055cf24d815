import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';
import { waitUntil } from '../field/wait-until';

/** The agent stands still past its lease, as on a laptop that sleeps, and wakes when another has its job. */
export const agentFrozen: Fault = {
  name: 'agent-frozen',
  async run(field) {
    const { random } = field;
    const holdAt = random.between(1, 6);
    const plane = await field.startPlane();
    const frozen = await field.startAgent(plane.port, { plan: { holdAt } });
    const job = await field.order(plane.port);
    await job.untilEpoch(holdAt);
    const other = await field.startAgent(plane.port);
    frozen.signal('SIGSTOP');
    // Its trainer goes on, so there is much to say when it wakes.
    await frozen.release();
    await job.until('another claim', () => job.claims() > 1);
    await sleep(random.between(0, 1_500));
    frozen.signal('SIGCONT');
    assert.equal(await job.end(), 'COMPLETED');
    const claims = job.seen.flatMap(({ payload }) => (payload.type === 'claimed' ? payload : []));
    assert.equal(claims[1]?.agentId, other.agentId);
    await waitUntil('the sleeper lets go of what it lost', () => frozen.percent() === null);
  },
};
